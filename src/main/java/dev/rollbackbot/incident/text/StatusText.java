package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.VerificationResults;
import java.time.Duration;
import java.time.Instant;

/** An incident's status in a few words. */
public final class StatusText {
  private StatusText() {}

  /** The status, with the time that is left of the propagation. */
  public static String statusWithTimeLeft(Incident incident, Instant now) {
    if (!(incident.state() instanceof State.Propagating propagating)) {
      return status(incident);
    }
    Duration left = Duration.between(now, propagating.until());
    long seconds = Math.max(0, left.toSeconds());
    return status(incident) + String.format(", %d:%02d left", seconds / 60, seconds % 60);
  }

  /** The status without times that change. */
  public static String status(Incident incident) {
    return switch (incident.state()) {
      case State.Monitoring _ -> "Watching, not rolling back";
      case State.Preparing _ -> "Getting ready";
      case State.AwaitingApproval _ -> "Waiting for approval";
      case State.RollingBack(Rollback rollback) -> rollingBack(rollback);
      case State.Paused(Rollback rollback) -> "Paused before step " + rollback.position();
      case State.Blocked(Rollback rollback) -> blocked(rollback);
      case State.Propagating _ -> "Waiting for it to spread";
      case State.Verifying _ -> "Checking";
      case State.AwaitingSignOff signOff -> signing(signOff);
      case State.Resolved resolved ->
          "Resolved after "
              + durationText(Duration.between(incident.details().declaredAt(), resolved.at()))
              + ", "
              + EndingText.words(resolved.result().ending());
      case State.Closed closed -> closed(closed);
      case State.Cancelled _ -> "Cancelled";
    };
  }

  /** The same for people outside engineering. */
  static String statusForStakeholders(State state) {
    return switch (state) {
      case State.Monitoring _ -> "We know of it and watch it";
      case State.Preparing _, State.AwaitingApproval _ ->
          "We are getting ready to go back to the version before";
      case State.RollingBack _, State.Paused _, State.Blocked _ ->
          "We are going back to the version before";
      case State.Propagating _, State.Verifying _, State.AwaitingSignOff _ ->
          "The steps are over; we are checking that all is well";
      case State.Resolved resolved ->
          "It has ended: " + EndingText.words(resolved.result().ending());
      case State.Closed _, State.Cancelled _ -> "We have stopped working on it";
    };
  }

  private static String signing(State.AwaitingSignOff state) {
    if (state.secondSignature().isPresent()) {
      return "Both have signed, what is live is read once more";
    }
    return state.rolledBackSignature().isPresent()
        ? "One more signature, then it is over"
        : "Two signatures, then it is over";
  }

  /** How the checks ended before people sign. */
  public static String checksPassed(VerificationResults results) {
    if (results.probes().isEmpty() && results.checks().isEmpty()) {
      return "There is nothing to check here.";
    }
    boolean waived =
        results.probes().stream().anyMatch(p -> p.waiver().isPresent())
            || results.checks().stream().anyMatch(c -> c.status() instanceof ItemStatus.Skipped);
    return waived ? "Every check holds or was waived." : "Every check holds.";
  }

  private static String rollingBack(Rollback rollback) {
    String step = "step " + rollback.position() + " of " + rollback.steps().size();
    return rollback.current().map(StepRun::status).orElse(null)
            instanceof StepRun.WaitingForLock waiting
        ? "Waiting for " + new IncidentId(waiting.holder().incident()).label() + ", " + step
        : "Rolling back, " + step;
  }

  private static String blocked(Rollback rollback) {
    int position = rollback.position();
    return rollback
        .current()
        .map(step ->
            switch (step.status()) {
              case StepRun.OutcomeUnknown _ -> "Step " + position + ": its outcome is unknown";
              case StepRun.AttemptFailed _ -> "Step " + position + " failed";
              case StepRun.Waiting _,
                  StepRun.Running _,
                  StepRun.WaitingForLock _,
                  StepRun.HandedOver _,
                  StepRun.SettledStatus _ ->
                  "Stopped before step " + position;
            })
        .orElse("Stopped");
  }

  private static String closed(State.Closed state) {
    return switch (state.closeReason()) {
      case FIXED_FORWARD -> "Closed: fixed forward";
      case FALSE_ALARM -> "Closed: a false alarm";
      case ROLLED_BACK ->
          "Closed: "
              + state.result().map(r -> EndingText.words(r.ending())).orElse("resolved")
              + (state.changedSince() ? ", then something changed again" : "");
    };
  }

  /** A duration for people, such as 9 min 40 s. */
  public static String durationText(Duration length) {
    Duration duration = Duration.ofSeconds(Math.max(0, length.toSeconds()));
    if (duration.toHours() > 0) {
      return withUnits(duration.toHours(), " h", duration.toMinutesPart(), " min");
    }
    return duration.toMinutes() > 0
        ? withUnits(duration.toMinutes(), " min", duration.toSecondsPart(), " s")
        : duration.toSeconds() + " s";
  }

  private static String withUnits(long large, String largeUnit, int small, String smallUnit) {
    return large + largeUnit + (small == 0 ? "" : " " + small + smallUnit);
  }
}
