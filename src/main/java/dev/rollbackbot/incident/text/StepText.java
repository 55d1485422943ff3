package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.database.DatabaseReading;
import dev.rollbackbot.incident.database.DatabaseReading.ReadValue;
import dev.rollbackbot.incident.database.RestorePoint;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Texts about steps. */
public final class StepText {
  private StepText() {}

  /** Of which a person's name is the beginning. */
  public static String stopRequested(Incident after, Event.JobStopRequested event) {
    String title =
        "“" + after.step(event.step()).map(s -> s.step().title()).orElse(event.step()) + "”";
    boolean searched =
        after
            .step(event.step())
            .filter(s -> s.status() instanceof StepRun.OutcomeUnknown)
            .isPresent();
    return searched
        ? " asked that nobody looks any more for what " + title + " has started."
        : " asked to stop what " + title + " runs.";
  }

  public static RichText titleAndResult(StepRun step) {
    return RichText.of("“" + step.step().title() + "”: ").add(resultText(step)).text(".");
  }

  /** The number of the incident that holds a lock, with the mark of a drill. */
  public static String label(LockHolder holder) {
    String label = new IncidentId(holder.incident()).label();
    return holder.mark().map(mark -> mark + " " + label).orElse(label);
  }

  /** The incident that holds a lock, and its lead unless it is private. */
  public static RichText holder(LockHolder holder) {
    RichText label = RichText.of(label(holder));
    if (holder.lead().isEmpty()) {
      return label.text(" (private)");
    }
    return holder.lead().equals(Actor.BOT.id())
        ? label.text(" (nobody leads it yet)")
        : label.text(" (lead ").person(holder.lead()).text(")");
  }

  /** Who took a lock over from this incident, and why, unless the other incident is private. */
  public static RichText lockLetGo(Event.LockLetGo event, String current) {
    String title = event.title().map(t -> "“" + t + "”").orElse(current);
    String claimant = new IncidentId(event.claimant()).label();
    return event.reason().isEmpty()
        ? RichText.of(
            claimant
                + " (private) took the lock of "
                + title
                + " over; who did, and why, is told there.")
        : RichText.EMPTY
            .person(event.by())
            .text(" took the lock of " + title + " over for " + claimant + ": ")
            .quote(event.reason());
  }

  /** Whether the bot can bring the database back after its script, in a sentence. */
  public static String restoreOffered(DatabaseSpec spec) {
    return spec.provider().equals(DatabaseSpec.D1)
        ? "After the script a button offers to restore the whole database to right before it, with"
            + " a consent of its own."
        : "The bot can't restore this database: it has no bookmarks. Only a dump that was made"
            + " before, by a step of the runbook or by hand, brings it back.";
  }

  /** What a restore would lose, as far as it was counted: the script's numbers then and now. */
  public static String lost(RestorePoint point, DatabaseReading reading) {
    Map<String, String> then =
        point.before().stream()
            .collect(Collectors.toMap(ReadValue::label, ReadValue::value, (one, _) -> one));
    return reading.counts().stream()
            .map(c ->
                "%s: %s now, %s before the script."
                    .formatted(c.label(), c.value(), then.getOrDefault(c.label(), "not read")))
            .collect(Collectors.joining(" "))
        + " "
        + reading.since().orElse("How many rows were written since is unknown.");
  }

  /** What a stop that was asked for waits for. */
  public static String stopAfter(Optional<Rollback> rollback) {
    return rollback.filter(r -> r.underWay().size() > 1).isPresent()
        ? "stop after these steps"
        : "stop after this step";
  }

  /** The titles of steps, as in a sentence. */
  public static String titles(List<StepRun> steps) {
    return steps.stream().map(s -> "“" + s.step().title() + "”").collect(Collectors.joining(", "));
  }

  /** Of an earlier plan's attempt not even the number is known here. */
  private static String madeLive(StepRun step, StepRun.TargetLive done, String from) {
    String live = done.live().label();
    return switch (done.made()) {
      case BY_THIS_ATTEMPT ->
          from
              + " → "
              + live
              + done.took().map(t -> " in " + StatusText.durationText(t)).orElse("");
      case PERHAPS_BY_EARLIER ->
          live
              + " was live already, this attempt did nothing"
              + (step.attempts() == 1 || step.wasUnknown()
                  ? "; an earlier one may have made it live"
                  : "");
      case BY_OTHERS -> live + " was live already, nothing was done";
    };
  }

  /** The status of a step in one line; what a provider or person named is quoted. */
  public static RichText resultText(StepRun step) {
    return step.isRestored()
        ? status(step).text("; its database was restored since, to before it")
        : status(step);
  }

  private static RichText status(StepRun step) {
    String from = step.step().change().map(c -> c.live().label()).orElse("");
    String target = step.step().change().map(c -> c.target().label()).orElse("");
    return switch (step.status()) {
      case StepRun.Waiting _ -> RichText.of(step.attempts() == 0 ? "not begun" : "not begun again");
      case StepRun.Running _ -> RichText.of("running");
      case StepRun.WaitingForLock waiting ->
          RichText.of("not begun, ").add(holder(waiting.holder())).text(" held its lock");
      case StepRun.ReadingDatabase _ -> RichText.of("not begun, its database was being read");
      case StepRun.AwaitingConsent _ ->
          RichText.of(
              step.step().restore().isPresent()
                  ? "not begun, nobody has consented to the restore"
                  : "not begun, nobody has consented to its script");
      case StepRun.HandedOver _ -> RichText.of("handed over to a person, not reported done");
      case StepRun.TargetLive live -> RichText.EMPTY.quote(madeLive(step, live, from));
      case StepRun.JobDone done ->
          RichText.EMPTY
              .quote(done.text())
              .text(done.took().map(t -> " after " + StatusText.durationText(t)).orElse(""));
      case StepRun.DoneByHand done ->
          RichText.of("done by hand by ").person(done.by()).text(", ").said(done.evidence());
      case StepRun.SkippedByPerson skipped ->
          RichText.of(step.ran() ? "run before, it may have been done in part; " : "")
              .text("skipped by ")
              .person(skipped.by())
              .text(", ")
              .quote(skipped.reason());
      case StepRun.LeftOut leftOut ->
          RichText.of("left out by ").person(leftOut.by()).text(", ").quote(leftOut.reason());
      case StepRun.AttemptFailed failed when wasNotBegun(step) ->
          RichText.of(step.ran() ? "not begun again: " : "not begun: ").quote(failed.text());
      case StepRun.AttemptFailed failed when step.step().job().isPresent() ->
          RichText.of(failed(step) + ": ").quote(failed.text());
      case StepRun.AttemptFailed failed ->
          switch (failed.kind()) {
            case PARTLY_DONE, RUN_FAILED, NOT_CONFIRMED ->
                RichText.of(failed(step) + ": ").quote(failed.text());
            case REFUSED, CHANGED, UNREACHABLE, NOT_DONE -> RichText.of(failed(step));
          };
      case StepRun.OutcomeUnknown _ ->
          // Somebody may have deployed something else since.
          step.step().job().isPresent()
              ? RichText.of("unknown: it may have run, in whole or in part")
              : RichText.EMPTY.quote("unknown: " + target + " may be live instead of " + from);
    };
  }

  /** A job's attempt that started nothing. */
  private static boolean wasNotBegun(StepRun step) {
    return step.step().job().isPresent()
        && step.status() instanceof StepRun.AttemptFailed failed
        && !failed.kind().ran();
  }

  /** An attempt that changed nothing doesn't undo what one before it may have done. */
  public static String failed(StepRun step) {
    if (wasNotBegun(step)) {
      return step.ran()
          ? "failed to begin again, an earlier attempt may have done a part"
          : "failed to begin";
    }
    if (step.status() instanceof StepRun.AttemptFailed failed
        && failed.kind() == Outcome.FailureKind.NOT_CONFIRMED) {
      return "ended, not confirmed";
    }
    return step.ran() ? "failed, it may have been done in part" : "failed";
  }
}
