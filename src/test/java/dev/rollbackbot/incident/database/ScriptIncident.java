package dev.rollbackbot.incident.database;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.database.DatabaseSteps;
import dev.rollbackbot.incident.database.DatabaseReading.ReadValue;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.JobSteps;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.CodePatch;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import dev.rollbackbot.runbook.job.DatabaseSpec.DatabaseQuery;
import dev.rollbackbot.runbook.job.DatabaseSpec.ExpectedValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An incident with a step that carries a script out on a database, and what it meets. */
public class ScriptIncident {
  static final Instant NOW = Instant.parse("2026-03-01T12:30:00Z");

  static final Outcome DONE =
      new Outcome.Succeeded(
          new Outcome.JobSucceeded("carried out, 1 checks hold"), Duration.ofSeconds(1));

  static final DatabaseSpec SPEC =
      new DatabaseSpec(
          "d1",
          "plans-{environment}",
          List.of("production"),
          new CodePatch("rollback-0013.sql", "UPDATE specs SET status = 'draft';\n"),
          List.of(new DatabaseQuery("fallback rows", "SELECT COUNT(*) FROM specs")),
          List.of(),
          List.of("api"),
          new ExpectedValue(new DatabaseQuery("left", "SELECT COUNT(*) FROM specs"), "0"),
          List.of());

  final ConversationDriver driver = new ConversationDriver();

  static Outcome read(int rows) {
    return read(
        DatabaseReading.ofScript(
            false,
            List.of(new ReadValue("fallback rows", String.valueOf(rows))),
            List.of(),
            Optional.of("mark-" + rows)));
  }

  static Outcome read(DatabaseReading reading) {
    return new Outcome.Succeeded(new Outcome.DatabaseRead(reading), Duration.ofSeconds(1));
  }

  ConversationDriver prepared() {
    Step step =
        JobSteps.of("schema", "Take migration 0013 back", SPEC, List.of(), Optional.empty());
    driver.does(
        REQUESTER,
        (at, by) ->
            new Command.Declare(
                at,
                by,
                new IncidentId(12),
                SampleIncident.runbook(
                    List.of(new Method("database", "The database", "", List.of(step)))),
                SampleIncident.declaration(true, Severity.CRITICAL, "database")));
    return driver
        .bot((at, by) ->
            new Command.JobFinished(
                at, by, driver.surveyJob(), SampleIncident.surveyed(), RollbackHistory.NONE))
        .does(REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""))
        .is(State.AwaitingApproval.class);
  }

  /** A script waits for a consent, and the command that gives it. */
  public static Map.Entry<Incident, Command> waiting() {
    ScriptIncident test = new ScriptIncident();
    test.approved().jobEnds(read(3));
    return Map.entry(
        test.driver.incident.orElseThrow(),
        new Command.ConsentToScript(NOW, APPROVER, "schema", test.seen(), "plans-production"));
  }

  /** A script was carried out, and the command that asks for a restore to before it. */
  public static Map.Entry<Incident, Command> restorable() {
    ScriptIncident test = new ScriptIncident();
    test.carriedOut();
    return Map.entry(
        test.driver.incident.orElseThrow(),
        new Command.PrepareRestore(NOW, RESPONDER, "mark-3", "wrong rows"));
  }

  /** A restore of a script's database was asked for; it is being read, or was carried out. */
  public static ConversationDriver restoring(boolean done) {
    ScriptIncident test = new ScriptIncident();
    test.carriedOut()
        .does(RESPONDER, (at, by) -> new Command.PrepareRestore(at, by, "mark-3", "wrong rows"));
    if (done) {
      Outcome counted =
          read(
              new DatabaseReading(
                  false,
                  List.of(new ReadValue("fallback rows", "0")),
                  List.of(),
                  Optional.of("mark-9"),
                  Optional.of("7 rows.")));
      test.driver.jobEnds(counted);
      Incident incident = test.driver.incident.orElseThrow();
      StepRun restore = incident.step("restore-1").orElseThrow();
      test.consents("restore-1", APPROVER, seen(incident, restore), "plans-production")
          .jobEnds(counted)
          .jobEnds(DONE);
    }
    return test.driver;
  }

  ConversationDriver approved() {
    prepared();
    String hash = driver.plan().hash();
    return driver.does(APPROVER, (at, by) -> new Command.Approve(at, by, hash));
  }

  StepRun step() {
    return driver.incident.orElseThrow().step("schema").orElseThrow();
  }

  String seen() {
    return seen(driver.incident.orElseThrow(), step());
  }

  /** What the panel shows of a step that waits for a consent. */
  static String seen(Incident incident, StepRun step) {
    return DatabaseSteps.fingerprint(
        step.step(),
        DatabaseSteps.spec(incident.details(), step.step()).orElseThrow(),
        ((StepRun.AwaitingConsent) step.status()).reading());
  }

  ConversationDriver consents(Actor who, String seen, String name) {
    return consents("schema", who, seen, name);
  }

  ConversationDriver consents(String step, Actor who, String seen, String name) {
    return driver.does(who, (at, by) -> new Command.ConsentToScript(at, by, step, seen, name));
  }

  /** The script was sent and carried out, and the incident is what comes after it. */
  ConversationDriver carriedOut() {
    approved().jobEnds(read(3));
    consents(APPROVER, seen(), "plans-production").jobEnds(read(3));
    return driver.jobEnds(DONE);
  }

  List<Invocation.RestoreDatabase> restores() {
    return invocations().stream()
        .filter(Invocation.RestoreDatabase.class::isInstance)
        .map(Invocation.RestoreDatabase.class::cast)
        .toList();
  }

  List<Invocation> invocations() {
    return driver.effects.stream()
        .flatMap(e -> e instanceof Effect.RunJob job ? Stream.of(job.invocation()) : Stream.empty())
        .toList();
  }

  List<Invocation.RunDatabaseScript> scripts() {
    return invocations().stream()
        .filter(Invocation.RunDatabaseScript.class::isInstance)
        .map(Invocation.RunDatabaseScript.class::cast)
        .toList();
  }
}
