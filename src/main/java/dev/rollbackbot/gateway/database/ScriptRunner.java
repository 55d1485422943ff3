package dev.rollbackbot.gateway.database;

import dev.rollbackbot.app.CommandGateway.StopAnswer;
import dev.rollbackbot.app.CommandGateway.StopRefused;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.DatabaseApi;
import dev.rollbackbot.gateway.DatabaseApi.RequestRefused;
import dev.rollbackbot.gateway.DatabaseApi.ScriptDone;
import dev.rollbackbot.gateway.DatabaseApi.ScriptGuard;
import dev.rollbackbot.gateway.DatabaseApi.ScriptRefused;
import dev.rollbackbot.gateway.DatabaseApi.ScriptUnknown;
import dev.rollbackbot.gateway.DatabaseValues;
import dev.rollbackbot.gateway.JobRunner;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.incident.database.DatabaseReading.ReadValue;
import dev.rollbackbot.incident.rollback.Invocation.ProviderJob;
import dev.rollbackbot.incident.rollback.Invocation.RunDatabaseScript;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Carries scripts out on the databases of one provider. What became of one is read from the
 * database itself: it is done, or as it was when somebody consented, or a person decides.
 */
public record ScriptRunner(DatabaseLookup databases, InstantSource clock) implements JobRunner {
  /** Begins the id of a script that was answered as done. */
  private static final String DONE = "done ";

  /** The database of a name, with the credential of an environment. */
  @FunctionalInterface
  public interface DatabaseLookup {
    DatabaseApi database(String name, Optional<String> environment) throws ProviderReadException;
  }

  private DatabaseApi database(RunDatabaseScript run) throws ProviderReadException {
    return databases.database(run.spec().database(), run.environment());
  }

  @Override
  public JobStart start(ProviderJob job, String correlation, LeaseCheck leaseCheck) {
    RunDatabaseScript run = (RunDatabaseScript) job;
    try {
      DatabaseApi database = database(run);
      return switch (database.run(run.spec().script().text(), guards(run), leaseCheck)) {
        case ScriptDone _ -> new Started(DONE + clock.instant());
        case ScriptRefused(boolean sent, String code, String text) ->
            new NotStarted(
                sent ? FailureKind.REFUSED : FailureKind.UNREACHABLE,
                code,
                text + " Nothing was changed." + (sent ? changed(run, database) : ""));
        case RequestRefused(String code, String text) ->
            new Started(new RefusedRequest(clock.instant(), code, text).runId());
        case ScriptUnknown(String text) -> new PerhapsStarted(text);
      };
    } catch (ProviderReadException e) {
      var failed = e.failed(e.text());
      return new NotStarted(failed.kind(), failed.code(), failed.text());
    }
  }

  /** What was consented to, that nothing is against it, and that it was not done. */
  private static List<ScriptGuard> guards(RunDatabaseScript run) {
    DatabaseSpec spec = run.spec();
    List<ScriptGuard> guards = new ArrayList<>();
    for (int i = 0; i < spec.counts().size(); i++) {
      guards.add(new ScriptGuard(spec.counts().get(i).sql(), run.consented().get(i).value()));
    }
    spec.refuse().forEach(query -> guards.add(new ScriptGuard(query.sql(), "0")));
    guards.add(new ScriptGuard(spec.done().query().sql(), spec.done().value(), true));
    return guards;
  }

  /** Why a guard may have stopped it. */
  private static String changed(RunDatabaseScript run, DatabaseApi database) {
    try {
      DatabaseValues values = DatabaseValues.read(run.spec(), database);
      List<String> now = new ArrayList<>(values.refusals());
      for (int i = 0; i < run.consented().size(); i++) {
        ReadValue was = run.consented().get(i);
        ReadValue is = values.counts().get(i);
        if (!is.equals(was)) {
          now.add(
              "%s: %s now, %s when it was consented to."
                  .formatted(is.label(), is.value(), was.value()));
        }
      }
      return now.isEmpty() ? "" : " " + String.join(" ", now);
    } catch (ProviderReadException e) {
      return "";
    }
  }

  /** Nothing else knows the script, so the database is read, from now on. */
  @Override
  public JobStart find(ProviderJob job, String correlation) {
    return new Started(SentRequest.perhapsBefore(clock.instant()));
  }

  @Override
  public JobState state(ProviderJob job, String runId) {
    RunDatabaseScript run = (RunDatabaseScript) job;
    try {
      DatabaseApi database = database(run);
      DatabaseValues values = DatabaseValues.read(run.spec(), database);
      if (values.isDone()) {
        return ended(values);
      }
      if (runId.startsWith(DONE)) {
        return new RunEnded(
            false,
            "not-done",
            "The script was carried out, but %s is %s; it should be %s"
                .formatted(
                    run.spec().done().query().label(),
                    ProviderText.masked(values.done()),
                    run.spec().done().value()));
      }
      SentRequest sent = SentRequest.of(runId);
      return sent.mayRun(database, clock.instant())
          ? new RunUnderWay()
          : notDone(run, values, sent.refused());
    } catch (ProviderReadException e) {
      return new RunUnreadable(e.text());
    }
  }

  /** Once nothing that was sent can take effect any more. */
  private static JobState notDone(
      RunDatabaseScript run, DatabaseValues values, Optional<RefusedRequest> refused) {
    if (!values.isNotDone(run.consented())) {
      return new RunLost(
          refused.map(r -> r.text() + " ").orElse("")
              + "The database is neither as it was before nor as the script leaves it. Read now: "
              + values.line()
              + ".");
    }
    return refused
        .map(r ->
            new RunNotBegun(
                r.code(),
                String.join(
                    " ",
                    Stream.concat(
                            Stream.of(r.text(), "Nothing was changed."), values.refusals().stream())
                        .toList())))
        .orElseGet(() ->
            new RunNotBegun(
                "not-done", "The script was not carried out: the database is as it was before."));
  }

  private static JobState ended(DatabaseValues values) {
    List<String> failed = values.failedChecks();
    return failed.isEmpty()
        ? new RunEnded(
            true,
            "0",
            values.checks().isEmpty()
                ? "carried out"
                : "carried out, " + values.checks().size() + " checks hold")
        : new RunEnded(
            false,
            "checks",
            "The script was carried out, but not every check holds. " + String.join(" ", failed));
  }

  @Override
  public String output(ProviderJob job, String runId) {
    RunDatabaseScript run = (RunDatabaseScript) job;
    try {
      return DatabaseValues.read(run.spec(), database(run)).text();
    } catch (ProviderReadException e) {
      return "";
    }
  }

  @Override
  public StopAnswer stop(ProviderJob job, String runId) {
    return new StopRefused("A script in a transaction can't be stopped from here.", true);
  }
}
