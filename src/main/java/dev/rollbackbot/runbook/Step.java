package dev.rollbackbot.runbook;

import dev.rollbackbot.runbook.job.JobInput;
import dev.rollbackbot.runbook.job.JobSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One entry of a method. */
public sealed interface Step {
  /** Unique within the method. */
  String id();

  String title();

  /** The id of the service that it changes; empty: none that is known. */
  Optional<String> changes();

  /**
   * The bot makes an earlier version of a service live.
   *
   * @param service id of the service
   * @param expected what people should see afterwards
   * @param cannotUndo what this does not restore, one sentence each
   * @param byHand how people do it when the bot can't, in the order to try
   */
  record RollBackService(
      String id,
      String title,
      String service,
      String expected,
      List<String> cannotUndo,
      List<Instructions> byHand)
      implements Step {
    public RollBackService {
      cannotUndo = List.copyOf(cannotUndo);
      byHand = List.copyOf(byHand);
    }

    @Override
    public Optional<String> changes() {
      return Optional.of(service);
    }
  }

  /**
   * The bot has a provider run something.
   *
   * @param service id of the service that it changes: it is read before and after; empty: none
   * @param wayBack how its effect is taken back, in one sentence; empty: there is no way back
   * @param timeout after it the job is stopped
   */
  record JobStep(
      String id,
      String title,
      JobSpec job,
      List<JobInput> inputs,
      Optional<String> service,
      String expected,
      Optional<String> wayBack,
      List<String> cannotUndo,
      List<Instructions> byHand,
      Duration timeout)
      implements Step {
    public JobStep {
      inputs = List.copyOf(inputs);
      cannotUndo = List.copyOf(cannotUndo);
      byHand = List.copyOf(byHand);
    }

    @Override
    public Optional<String> changes() {
      return service;
    }

    /** The key of the lock that is held meanwhile: of the service where it names one. */
    public String lockKey(Optional<ServiceRef> changed) {
      return changed.map(ServiceRef::lockKey).orElse(job.provider() + "/job/" + job.resource());
    }
  }

  /**
   * A person does it and confirms it.
   *
   * @param service id of the service that it changes; empty: none
   */
  record Manual(
      String id, String title, String instruction, Evidence evidence, Optional<String> service)
      implements Step {
    @Override
    public Optional<String> changes() {
      return service;
    }
  }
}
