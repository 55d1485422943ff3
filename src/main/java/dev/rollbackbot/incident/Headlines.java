package dev.rollbackbot.incident;

import java.time.Duration;
import java.time.Instant;

/** The first line of everything that shows an incident: what is going on. */
public final class Headlines {
  private static final int SECONDS_A_MINUTE = 60;

  private Headlines() {}

  /** What is going on, in a few words, with what is left of a wait. */
  public static String headline(Incident incident, Instant now) {
    return incident.state() instanceof State.Propagating p
        ? "Waiting for it to spread, " + clock(left(p.until(), now)) + " left"
        : situation(incident);
  }

  /** What is going on, in a few words that don't age. */
  public static String situation(Incident incident) {
    return switch (incident.state()) {
      case State.Monitoring _ -> "Watching, not rolling back";
      case State.Preparing _ -> "Getting ready";
      case State.AwaitingApproval _ -> "Waiting for approval";
      case State.RollingBack s -> "Rolling back, step " + place(s.rollback());
      case State.Paused s -> "Paused before step " + s.rollback().position();
      case State.Blocked s -> blocked(s.rollback());
      case State.Propagating _ -> "Waiting for it to spread";
      case State.Verifying _ -> "Checking";
      case State.AwaitingSignOff _ -> "Two signatures, then it is over";
      case State.Resolved s ->
          "Resolved after " + words(Duration.between(incident.facts().declaredAt(), s.at()));
      case State.Closed s -> closed(s);
      case State.Cancelled _ -> "Cancelled";
    };
  }

  /** The same for people outside engineering. */
  static String outside(State state) {
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

  private static String place(Rollback r) {
    return r.position() + " of " + r.steps().size();
  }

  private static String blocked(Rollback r) {
    return r.current()
        .map(step ->
            switch (step.progress()) {
              case StepRun.Unknown _ -> "Step " + r.position() + ": its outcome is unknown";
              case StepRun.Failed _ -> "Step " + r.position() + " failed";
              case StepRun.Waiting _,
                  StepRun.Running _,
                  StepRun.HandedOver _,
                  StepRun.Succeeded _,
                  StepRun.DoneByHand _,
                  StepRun.Skipped _ ->
                  "Stopped before step " + r.position();
            })
        .orElse("Stopped");
  }

  private static String closed(State.Closed s) {
    return switch (s.ending()) {
      case FIXED_FORWARD -> "Closed: fixed forward";
      case FALSE_ALARM -> "Closed: a false alarm";
      case ROLLED_BACK -> "Closed: rolled back";
    };
  }

  /** A length of time as people say it, such as 9 min 40 s. */
  public static String words(Duration length) {
    long seconds = Math.max(0, length.toSeconds());
    if (seconds < SECONDS_A_MINUTE) {
      return seconds + " s";
    }
    Duration d = Duration.ofSeconds(seconds);
    if (d.toHours() == 0) {
      return d.toSecondsPart() == 0
          ? d.toMinutes() + " min"
          : d.toMinutes() + " min " + d.toSecondsPart() + " s";
    }
    return d.toMinutesPart() == 0
        ? d.toHours() + " h"
        : d.toHours() + " h " + d.toMinutesPart() + " min";
  }

  private static String clock(Duration left) {
    return left.toMinutes() + ":" + String.format("%02d", left.toSecondsPart());
  }

  private static Duration left(Instant until, Instant now) {
    Duration left = Duration.between(now, until);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
