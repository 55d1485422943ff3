package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.runbook.ServiceRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A request to the command gateway, as data. */
public sealed interface Invocation {
  /** Read the live and the earlier deployments. Changes nothing. */
  record Survey(List<ServiceRef> services) implements Invocation {
    public Survey {
      services = List.copyOf(services);
    }
  }

  /** Read which versions are live. Changes nothing. */
  record ReadLive(List<ServiceRef> services) implements Invocation {
    public ReadLive {
      services = List.copyOf(services);
    }
  }

  /** Capture the services' logs for that long. Changes nothing. */
  record CaptureLogs(List<ServiceRef> services, Duration length) implements Invocation {
    public CaptureLogs {
      services = List.copyOf(services);
    }
  }

  /**
   * Make a version live: read what is live, do nothing if it is the target already, stop if it is
   * not what was planned, post, read back.
   *
   * @param planned must be live before
   * @param message for the provider's own record; begins with the ids of incident and job
   * @param changedSecrets the rollback is forced if the provider refuses it because of changes of
   *     these secrets only: whoever approved the plan consented to that; empty: it is not forced
   */
  record RollBack(
      ServiceRef service,
      Deployment planned,
      Version target,
      String message,
      Optional<List<String>> changedSecrets)
      implements Invocation {
    public RollBack {
      changedSecrets = changedSecrets.map(List::copyOf);
    }
  }

  /** Read from the provider whether a rollback with unknown outcome took effect. */
  record ReconcileRollback(RollBack rollback) implements Invocation {}
}
