package dev.rollbackbot.incident.assessment.database;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.assessment.PlannedJobs;
import dev.rollbackbot.incident.database.DatabaseConsent;
import dev.rollbackbot.incident.database.DatabaseReading;
import dev.rollbackbot.incident.database.RestorePoint;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.DatabaseRead;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.Outcome.Succeeded;
import dev.rollbackbot.incident.rollback.Outcome.Unknown;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.Rollback.PendingControl;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.SourceText;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Steps that carry a script out on a database, or restore one: what is read for them, and what
 * follows from it.
 */
public final class DatabaseSteps {
  private static final Duration SENT_WITHIN = Duration.ofMinutes(1);

  private DatabaseSteps() {}

  /**
   * The script and its queries, on the database of this environment; of a restore those of the
   * script that it goes back behind. Empty: the step is for no database.
   */
  public static Optional<DatabaseSpec> spec(IncidentDetails details, PlannedStep step) {
    return step.restore()
        .map(RestorePoint::spec)
        .or(() ->
            details
                .method()
                .job(step.id())
                .flatMap(job ->
                    DatabaseSpec.of(job.job()).map(s -> PlannedJobs.filled(details, job, s))));
  }

  /**
   * Whether a script that is to be sent is held back: what it meets was read too long ago, because
   * it waited for a lock or for the bot.
   */
  public static boolean isTooLate(StepRun run, Instant now) {
    return run.consent().isPresent()
        && run.begun().filter(begun -> now.isAfter(begun.plus(SENT_WITHIN))).isPresent();
  }

  /** SHA-256 of the script's text, as the plan's card shows it. */
  public static String scriptHash(DatabaseSpec spec) {
    return SourceText.sha256(spec.script().text());
  }

  /** What people see and consent to. */
  public static String fingerprint(PlannedStep step, DatabaseSpec spec, DatabaseReading reading) {
    return reading.fingerprint(
        spec.database(),
        step.restore().map(p -> "restore " + p.bookmark()).orElseGet(() -> scriptHash(spec)));
  }

  /** It is read first; the database of another environment is not touched. */
  public static Event begun(
      IncidentDetails details, StepRun run, Optional<String> retriedBy, Instant at) {
    DatabaseSpec spec = spec(details, run.step()).orElseThrow();
    String environment = details.environment().id();
    return spec.isFor(environment)
        ? new Event.DatabaseReadStarted(at, run.step().id(), details.nextJob(), retriedBy)
        : failed(
            at,
            run.step().id(),
            FailureKind.REFUSED,
            "The runbook names no database of %s for this script.".formatted(environment));
  }

  /** {@code undo}: somebody has consented, and the change is sent after this reading. */
  public static Invocation reading(
      IncidentDetails details, Rollback rollback, StepRun run, boolean undo) {
    Optional<String> environment = Optional.of(details.environment().id());
    Optional<RestorePoint> restore = run.step().restore();
    if (restore.isPresent()) {
      return new Invocation.ReadBeforeRestore(restore.get(), environment, undo);
    }
    DatabaseSpec spec = spec(details, run.step()).orElseThrow();
    return new Invocation.ReadDatabase(
        spec,
        environment,
        spec.needs().stream().map(id -> needed(details, rollback, id)).toList(),
        undo);
  }

  /** The plan's target, or else anything but what ran when the plan was made. */
  private static Invocation.NeededVersion needed(
      IncidentDetails details, Rollback rollback, String id) {
    ServiceRef service = details.runbook().serviceIn(details.environment(), id);
    Optional<Version> target =
        of(rollback, id)
            .flatMap(s -> s.change().stream())
            .map(PlannedStep.Change::target)
            .findFirst();
    Optional<Deployment> left =
        of(rollback, id)
            .flatMap(s -> s.job().stream())
            .flatMap(j -> j.live().stream())
            .findFirst()
            .or(() -> Optional.ofNullable(details.live().before().get(id)));
    return new Invocation.NeededVersion(service, target, left);
  }

  private static Stream<PlannedStep> of(Rollback rollback, String service) {
    return rollback.plan().steps().stream()
        .filter(s -> s.service().filter(ref -> ref.id().equals(service)).isPresent());
  }

  /** What was read means for the step, with the events that follow. */
  public static List<Event> afterReading(
      IncidentDetails details, Rollback rollback, StepRun run, Outcome outcome, Instant at) {
    String step = run.step().id();
    return switch (outcome) {
      case Succeeded(DatabaseRead(DatabaseReading reading), var _) ->
          read(details, rollback, run, reading, at);
      case Succeeded _ ->
          List.of(failed(at, step, FailureKind.UNREACHABLE, "The provider answered otherwise."));
      case Failed failed ->
          List.of(
              new Event.StepFailed(
                  at,
                  step,
                  failed.kind(),
                  failed.code(),
                  failed.text(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()));
      case Unknown(String text) -> List.of(failed(at, step, FailureKind.UNREACHABLE, text));
    };
  }

  private static List<Event> read(
      IncidentDetails details,
      Rollback rollback,
      StepRun run,
      DatabaseReading reading,
      Instant at) {
    String step = run.step().id();
    if (!reading.against().isEmpty()) {
      return List.of(failed(at, step, FailureKind.REFUSED, String.join(" ", reading.against())));
    }
    if (reading.done()) {
      String text =
          run.step().restore().isPresent()
              ? "the database is as it was before the script, nothing was restored"
              : "the database is so already, the script was not sent";
      return List.of(
          new Event.StepJobSucceeded(at, step, text, Optional.empty(), Optional.empty()));
    }
    Optional<DatabaseConsent> consent = run.consent();
    boolean same = consent.filter(c -> c.reading().counts().equals(reading.counts())).isPresent();
    // A pause or a stop comes first; afterwards it is asked for anew.
    if (same && rollback.pendingControl() == PendingControl.CONTINUE) {
      return List.of(
          new Event.ScriptCleared(at, step, reading),
          new Event.StepStarted(at, step, run.attempts() + 1, details.nextJob(), Optional.empty()));
    }
    return List.of(
        new Event.ConsentAsked(
            at, step, reading.withBookmark(Optional.empty()), consent.isPresent() && !same));
  }

  private static Event failed(Instant at, String step, FailureKind kind, String text) {
    return new Event.StepFailed(
        at, step, kind, "database", text, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
