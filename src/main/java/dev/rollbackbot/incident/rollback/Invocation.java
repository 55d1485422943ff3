package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.runbook.ServiceRef;
import java.time.Duration;
import java.util.List;

/** What the command gateway is asked to perform, as data. */
public sealed interface Invocation {
  /** Read what is live and what was before. Changes nothing. */
  record Survey(List<ServiceRef> services) implements Invocation {
    public Survey {
      services = List.copyOf(services);
    }
  }

  /** Capture the services' logs for exactly that long. Changes nothing. */
  record CaptureLogs(List<ServiceRef> services, Duration length) implements Invocation {
    public CaptureLogs {
      services = List.copyOf(services);
    }
  }

  /**
   * Put a version live: read what is live, do nothing if it is the target already, stop if it is
   * not what was planned, post, read back.
   *
   * @param planned what must be live before
   * @param target what will be live after
   * @param message goes to the provider's own record
   */
  record RollBack(ServiceRef service, Deployment planned, Version target, String message)
      implements Invocation {}

  /**
   * Ask the provider what became of a rollback whose outcome is unknown. Changes nothing.
   *
   * @param rollback the one in question
   */
  record ReconcileRollback(RollBack rollback) implements Invocation {}
}
