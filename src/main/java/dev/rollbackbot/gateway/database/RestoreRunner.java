package dev.rollbackbot.gateway.database;

import dev.rollbackbot.app.CommandGateway.StopAnswer;
import dev.rollbackbot.app.CommandGateway.StopRefused;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.DatabaseApi;
import dev.rollbackbot.gateway.DatabaseApi.RestoreRefused;
import dev.rollbackbot.gateway.DatabaseApi.RestoreUnknown;
import dev.rollbackbot.gateway.DatabaseApi.Restored;
import dev.rollbackbot.gateway.DatabaseValues;
import dev.rollbackbot.gateway.JobRunner;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.database.ScriptRunner.DatabaseLookup;
import dev.rollbackbot.incident.database.RestorePoint;
import dev.rollbackbot.incident.rollback.Invocation.ProviderJob;
import dev.rollbackbot.incident.rollback.Invocation.RestoreDatabase;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Restores databases to before a script. What became of a restore whose answer was lost is read
 * from the database: it is as it was before the script, or as the script left it, or a person
 * decides.
 */
record RestoreRunner(DatabaseLookup databases, InstantSource clock) implements JobRunner {
  /** Begins the id of a restore that was answered as done, before the bookmark that undoes it. */
  private static final String DONE = "restored ";

  private static final String UNKNOWN_UNDO = "-";

  private DatabaseApi database(RestoreDatabase run) throws ProviderReadException {
    return databases.database(run.point().spec().database(), run.environment());
  }

  @Override
  public JobStart start(ProviderJob job, String correlation, LeaseCheck leaseCheck) {
    RestoreDatabase run = (RestoreDatabase) job;
    try {
      DatabaseApi database = database(run);
      return switch (database.restore(run.point().bookmark(), leaseCheck)) {
        case Restored(Optional<String> undo) ->
            new Started(DONE + undo.or(run::undo).orElse(UNKNOWN_UNDO));
        case RestoreRefused(boolean sent, String code, String text) when !sent ->
            new NotStarted(FailureKind.UNREACHABLE, code, text + " Nothing was restored.");
        case RestoreRefused(var _, String code, String text) ->
            new Started(new RefusedRequest(clock.instant(), code, text).runId());
        case RestoreUnknown(String text) -> new PerhapsStarted(text);
      };
    } catch (ProviderReadException e) {
      var failed = e.failed(e.text());
      return new NotStarted(failed.kind(), failed.code(), failed.text());
    }
  }

  /** Nothing else knows the restore, so the database is read, from now on. */
  @Override
  public JobStart find(ProviderJob job, String correlation) {
    return new Started(SentRequest.perhapsBefore(clock.instant()));
  }

  @Override
  public JobState state(ProviderJob job, String runId) {
    RestoreDatabase run = (RestoreDatabase) job;
    try {
      DatabaseApi database = database(run);
      DatabaseValues values = DatabaseValues.read(run.point().spec(), database);
      if (runId.startsWith(DONE)) {
        String undo = runId.substring(DONE.length());
        return answered(
            run.point(), values, Optional.of(undo).filter(u -> !u.equals(UNKNOWN_UNDO)));
      }
      if (values.isNotDone(run.point().before())) {
        return new RunEnded(true, "0", restored(run.point(), run.undo()));
      }
      SentRequest sent = SentRequest.of(runId);
      return sent.mayRun(database, clock.instant())
          ? new RunUnderWay()
          : notRestored(run, values, sent.refused());
    } catch (ProviderReadException e) {
      return new RunUnreadable(e.text());
    }
  }

  /** Once nothing that was sent can take effect any more. */
  private static JobState notRestored(
      RestoreDatabase run, DatabaseValues values, Optional<RefusedRequest> refused) {
    if (!values.isDone()) {
      return new RunLost(
          refused.map(r -> r.text() + " ").orElse("")
              + "The database is neither as it was before the script nor as the script leaves it."
              + " Read now: "
              + values.line()
              + "."
              + run.undo().map(u -> " The bookmark of right before: " + u + ".").orElse(""));
    }
    // Without an answer nobody knows how long a restore may still take.
    return refused
        .<JobState>map(r -> new RunNotBegun(r.code(), r.text() + " Nothing was restored."))
        .orElseGet(() ->
            new RunLost(
                "No answer came, and the database is as the script left it: a restore that was"
                    + " received may still take effect."));
  }

  /** By the provider's own word; what is written after it can change the numbers again. */
  private static JobState answered(
      RestorePoint point, DatabaseValues values, Optional<String> undo) {
    if (values.isDone()) {
      return new RunEnded(
          false,
          "not-restored",
          "The provider says that it was restored, but the database reads as the script leaves it: "
              + values.line()
              + "."
              + undo.map(u -> " The bookmark of right before: " + u + ".").orElse(""));
    }
    return new RunEnded(
        true,
        "0",
        restored(point, undo)
            + (values.counts().equals(point.before())
                ? ""
                : "; read since, other than before the script: " + values.line()));
  }

  private static String restored(RestorePoint point, Optional<String> undo) {
    return "restored to the bookmark "
        + point.bookmark()
        + undo.map(u -> "; to undo that: " + RestorePoint.command(point.spec().database(), u))
            .orElse("; no bookmark of right before it is known");
  }

  @Override
  public String output(ProviderJob job, String runId) {
    RestoreDatabase run = (RestoreDatabase) job;
    try {
      return DatabaseValues.read(run.point().spec(), database(run)).text();
    } catch (ProviderReadException e) {
      return "";
    }
  }

  @Override
  public StopAnswer stop(ProviderJob job, String runId) {
    return new StopRefused("A restore can't be stopped from here.", true);
  }
}
