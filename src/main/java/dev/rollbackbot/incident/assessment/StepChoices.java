package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import java.util.Optional;

/**
 * What people can't decide about a step of a blocked rollback, and why: what is refused and which
 * buttons are shown is made of these alone. Empty: they can.
 */
public final class StepChoices {
  private static final String ASKED =
      "The provider is being asked what became of this step. Nothing is tried again before"
          + " it has answered.";

  private StepChoices() {}

  public static Optional<String> againstRetry(IncidentDetails details, StepRun step) {
    return step.reconciling() ? Optional.of(ASKED) : notComparable(details, step);
  }

  /** A job that has run is compared with what was read since, which must be nobody else's. */
  public static Optional<String> notComparable(IncidentDetails details, StepRun step) {
    if (step.step().job().flatMap(PlannedJob::service).isEmpty() || !step.mayHaveRun()) {
      return Optional.empty();
    }
    if (step.status() instanceof StepRun.AttemptFailed failed
        && failed.kind() == FailureKind.CHANGED) {
      return Optional.of(
          "Something else went live after this job had run. Make a new plan: it starts from"
              + " what is live, and is approved anew.");
    }
    return details.live().job().isPresent()
        ? Optional.of("What is live after this job is being read. Try again in a moment.")
        : Optional.empty();
  }

  public static Optional<String> againstDone(StepRun step) {
    return step.reconciling() && step.mayStillRun()
        ? Optional.of(
            "The provider is being asked what became of what this step started, which may be"
                + " running. Mark the step as done when that is known.")
        : Optional.empty();
  }

  public static Optional<String> againstSkip(StepRun step) {
    return step.reconciling()
        ? Optional.of(
            "The provider is being asked what became of this step. Skip it when that is known."
                + " If you have seen that it took effect, mark it as done by hand.")
        : Optional.empty();
  }

  /** Another plan could change the same service while this rollback may still take effect. */
  public static Optional<String> againstNewPlan(Rollback rollback) {
    return rollback.reconciling() ? Optional.of(ASKED) : Optional.empty();
  }
}
