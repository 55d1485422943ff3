package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import java.time.Duration;
import java.time.Instant;

/** The first line of everything that shows an incident: what is going on. */
public final class StatusText {
  private static final int SECONDS_A_MINUTE = 60;

  private StatusText() {}

  /** What is going on, in a few words, with what is left of a wait. */
  public static String statusWithTimeLeft(Incident incident, Instant now) {
    return incident.state() instanceof State.Propagating propagating
        ? "Waiting for it to spread, "
            + minutesAndSeconds(timeLeft(propagating.until(), now))
            + " left"
        : status(incident);
  }

  /** What is going on, in a few words that don't age. */
  public static String status(Incident incident) {
    return switch (incident.state()) {
      case State.Monitoring _ -> "Watching, not rolling back";
      case State.Preparing _ -> "Getting ready";
      case State.AwaitingApproval _ -> "Waiting for approval";
      case State.RollingBack rollingBack ->
          "Rolling back, step " + stepOfSteps(rollingBack.rollback());
      case State.Paused paused -> "Paused before step " + paused.rollback().position();
      case State.Blocked blocked -> blocked(blocked.rollback());
      case State.Propagating _ -> "Waiting for it to spread";
      case State.Verifying _ -> "Checking";
      case State.AwaitingSignOff _ -> "Two signatures, then it is over";
      case State.Resolved resolved ->
          "Resolved after "
              + durationText(Duration.between(incident.details().declaredAt(), resolved.at()));
      case State.Closed closed -> closed(closed);
      case State.Cancelled _ -> "Cancelled";
    };
  }

  /** The same for people outside engineering. */
  static String statusForStakeholders(State state) {
    return switch (state) {
      case State.Monitoring _ -> "We know of it and watch it";
      case State.Preparing _, State.AwaitingApproval _ -> "We are getting the old version ready";
      case State.RollingBack _, State.Paused _, State.Blocked _ ->
          "We are putting the old version back";
      case State.Propagating _, State.Verifying _, State.AwaitingSignOff _ ->
          "The old version is back; we are making sure that all is well";
      case State.Resolved _ -> "It is over";
      case State.Closed _, State.Cancelled _ -> "We have stopped working on it";
    };
  }

  private static String stepOfSteps(Rollback rollback) {
    return rollback.position() + " of " + rollback.steps().size();
  }

  private static String blocked(Rollback rollback) {
    return rollback
        .current()
        .map(step ->
            switch (step.status()) {
              case StepRun.OutcomeUnknown _ ->
                  "Step " + rollback.position() + ": its outcome is unknown";
              case StepRun.AttemptFailed _ -> "Step " + rollback.position() + " failed";
              case StepRun.Waiting _,
                  StepRun.Running _,
                  StepRun.HandedOver _,
                  StepRun.TargetLive _,
                  StepRun.DoneByHand _,
                  StepRun.SkippedByPerson _ ->
                  "Stopped before step " + rollback.position();
            })
        .orElse("Stopped");
  }

  private static String closed(State.Closed state) {
    return switch (state.closeReason()) {
      case FIXED_FORWARD -> "Closed: fixed forward";
      case FALSE_ALARM -> "Closed: a false alarm";
      case ROLLED_BACK -> "Closed: rolled back";
    };
  }

  /** A length of time as people say it, such as 9 min 40 s. */
  public static String durationText(Duration length) {
    long seconds = Math.max(0, length.toSeconds());
    if (seconds < SECONDS_A_MINUTE) {
      return seconds + " s";
    }
    Duration duration = Duration.ofSeconds(seconds);
    if (duration.toHours() == 0) {
      return duration.toSecondsPart() == 0
          ? duration.toMinutes() + " min"
          : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
    return duration.toMinutesPart() == 0
        ? duration.toHours() + " h"
        : duration.toHours() + " h " + duration.toMinutesPart() + " min";
  }

  private static String minutesAndSeconds(Duration left) {
    return left.toMinutes() + ":" + String.format("%02d", left.toSecondsPart());
  }

  private static Duration timeLeft(Instant until, Instant now) {
    Duration left = Duration.between(now, until);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
