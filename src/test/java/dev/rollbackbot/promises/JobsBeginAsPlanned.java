package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.incident.rollback.StepRun;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A job is asked for together with what the plan says is live of its service, so that it begins
 * only if that is so, unless a job of the same plan may have changed it.
 *
 * @param mayHaveRun ids of the steps whose jobs may have run
 */
record JobsBeginAsPlanned(Set<String> mayHaveRun) implements Invariant {
  static final JobsBeginAsPlanned FRESH = new JobsBeginAsPlanned(Set.of());

  JobsBeginAsPlanned {
    mayHaveRun = Set.copyOf(mayHaveRun);
  }

  @Override
  public JobsBeginAsPlanned after(Transition transition) {
    Set<String> next = new HashSet<>(mayHaveRun);
    ran(transition).filter(step -> isJob(transition, step)).ifPresent(next::add);
    for (Effect.RunJob job : transition.jobs()) {
      if (job.invocation() instanceof Invocation.ProviderJob run && next.isEmpty()) {
        PlannedJob planned =
            transition.after().stepOfJob(job.job()).orElseThrow().step().job().orElseThrow();
        Optional<Deployment> compared = run.planned().map(Invocation.PlannedLive::live);
        require(
            compared.equals(planned.live()),
            () -> job.job() + " is compared with " + compared + ", not with " + planned.live());
      }
    }
    boolean executing =
        switch (transition.after().state()) {
          case State.RollingBack _, State.Paused _, State.Blocked _ -> true;
          case State _ -> false;
        };
    return executing ? new JobsBeginAsPlanned(next) : FRESH;
  }

  private static Optional<String> ran(Transition transition) {
    return switch (transition.event()) {
      case Event.StepJobSucceeded e -> Optional.of(e.step());
      case Event.StepFailed e when e.kind().ran() || e.kind() == FailureKind.PARTLY_DONE ->
          Optional.of(e.step());
      // What was asked for may have been live until somebody else deployed.
      case Event.StepFailed e when e.kind() == FailureKind.CHANGED && wasUnknown(transition, e) ->
          Optional.of(e.step());
      case Event.StepUnknown e when e.reconcileJob().isEmpty() -> Optional.of(e.step());
      case Event _ -> Optional.empty();
    };
  }

  private static boolean wasUnknown(Transition transition, Event.StepFailed event) {
    return transition
        .before()
        .flatMap(incident -> incident.step(event.step()))
        .filter(step -> step.status() instanceof StepRun.OutcomeUnknown)
        .isPresent();
  }

  private static boolean isJob(Transition transition, String step) {
    return transition.after().step(step).map(StepRun::step).flatMap(s -> s.job()).isPresent();
  }
}
