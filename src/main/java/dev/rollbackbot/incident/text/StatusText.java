package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.AutomaticConditions;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.VerificationResults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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
      case State.Proposed proposed ->
          proposed.putOffUntil().isPresent()
              ? "A rollback is proposed, put off"
              : "A rollback is proposed";
      case State.Monitoring _ -> "Watching, not rolling back";
      case State.Preparing _ -> "Getting ready";
      case State.AwaitingApproval _ ->
          AutomaticConditions.announced(incident).isPresent()
              ? "Begins by itself, unless somebody stops it"
              : "Waiting for approval";
      case State.RollingBack(Rollback rollback) -> rollingBack(rollback);
      case State.Paused(Rollback rollback) ->
          "Paused before " + positions(rollback, rollback.currentGroup());
      case State.Blocked(Rollback rollback) -> blocked(rollback);
      case State.Propagating _ -> "Waiting for it to spread";
      case State.Verifying _ -> "Checking";
      case State.AwaitingSignOff signOff -> signing(signOff);
      case State.Resolved resolved ->
          "Resolved after "
              + durationText(Duration.between(incident.details().declaredAt(), resolved.at()))
              + ", "
              + EndingText.words(resolved);
      case State.Closed closed -> closed(closed);
      case State.Cancelled cancelled ->
          "Cancelled" + StakeholderPosts.done(incident.details(), cancelled);
    };
  }

  /** The same for people outside engineering; to which version is not said before it was read. */
  static String statusForStakeholders(State state) {
    return switch (state) {
      case State.Proposed _, State.Monitoring _ -> "We know of it and watch it";
      case State.Preparing _, State.AwaitingApproval _ -> "We are getting ready to go back";
      case State.RollingBack _ -> "We are going back";
      case State.Paused _, State.Blocked _ ->
          "We have stopped for now and are deciding how it goes on";
      case State.Propagating _, State.Verifying _, State.AwaitingSignOff _ ->
          "The steps are over; we are checking whether all is well";
      case State.Resolved resolved -> "It has ended: " + EndingText.words(resolved);
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
    List<StepRun> group = rollback.currentGroup();
    List<StepRun> waiting =
        group.stream().filter(s -> s.status() instanceof StepRun.WaitingForLock).toList();
    List<StepRun> begun = group.stream().filter(s -> s.underWay() && !waiting.contains(s)).toList();
    List<StepRun> others = begun.isEmpty() && waiting.isEmpty() ? group : begun;
    List<String> parts = new ArrayList<>();
    // After the last step, while the wait is not begun, it is still said to be at that step.
    if (group.isEmpty()) {
      parts.add("rolling back, step " + rollback.steps().size() + ofAll(rollback));
    }
    if (!others.isEmpty()) {
      parts.add("rolling back, " + positions(rollback, others) + ofAll(rollback));
    }
    for (StepRun step : waiting) {
      parts.add(
          "waiting for "
              + StepText.label(((StepRun.WaitingForLock) step.status()).holder())
              + ", "
              + positions(rollback, List.of(step))
              + ofAll(rollback));
    }
    rollback.undecided().forEach(step -> parts.add(undecided(rollback, step)));
    return sentence(parts);
  }

  private static String blocked(Rollback rollback) {
    List<StepRun> undecided = rollback.undecided();
    return undecided.isEmpty()
        ? "Stopped before " + positions(rollback, rollback.currentGroup())
        : sentence(undecided.stream().map(step -> undecided(rollback, step)).toList());
  }

  private static String undecided(Rollback rollback, StepRun step) {
    return positions(rollback, List.of(step))
        + (step.status() instanceof StepRun.OutcomeUnknown
            ? ": its outcome is unknown"
            : " " + StepText.failed(step));
  }

  private static String ofAll(Rollback rollback) {
    return " of " + rollback.steps().size();
  }

  /** Such as: step 2; steps 1 and 2; steps 1, 2 and 4. */
  private static String positions(Rollback rollback, List<StepRun> steps) {
    List<String> numbers =
        steps.stream().map(step -> Integer.toString(rollback.position(step))).toList();
    int last = numbers.size() - 1;
    return last == 0
        ? "step " + numbers.getFirst()
        : "steps " + String.join(", ", numbers.subList(0, last)) + " and " + numbers.get(last);
  }

  private static String sentence(List<String> parts) {
    String text = String.join("; ", parts);
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static String closed(State.Closed state) {
    return switch (state.closeReason()) {
      case FIXED_FORWARD -> "Closed: fixed forward";
      case FALSE_ALARM -> "Closed: a false alarm";
      case NOT_THIS -> "Closed: no reason for this rollback";
      case RECOVERED -> "Closed: it recovered before anything was started";
      case ROLLED_BACK ->
          "Closed: "
              + state.result().map(r -> EndingText.words(r.ending())).orElse("resolved")
              + EndingText.since(state.changedSince());
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
