package dev.rollbackbot.incident.database;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.DatabaseSteps;
import dev.rollbackbot.incident.database.DatabaseReading.ReadValue;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.CodePatch;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import dev.rollbackbot.runbook.job.DatabaseSpec.DatabaseQuery;
import dev.rollbackbot.runbook.job.DatabaseSpec.ExpectedValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A script is sent only after a consent of its own, to exactly what it meets. */
@Pure
final class ScriptConsentTest {
  private static final Outcome DONE =
      new Outcome.Succeeded(
          new Outcome.JobSucceeded("carried out, 1 checks hold"), Duration.ofSeconds(1));

  private static final DatabaseSpec SPEC =
      new DatabaseSpec(
          "d1",
          "plans-{environment}",
          new CodePatch("rollback-0013.sql", "UPDATE specs SET status = 'draft';\n"),
          List.of(new DatabaseQuery("fallback rows", "SELECT COUNT(*) FROM specs")),
          List.of(),
          List.of("api"),
          new ExpectedValue(new DatabaseQuery("left", "SELECT COUNT(*) FROM specs"), "0"),
          List.of());

  private final ConversationDriver driver = new ConversationDriver();

  private static Outcome read(int rows) {
    return read(
        new DatabaseReading(
            false,
            List.of(new ReadValue("fallback rows", String.valueOf(rows))),
            List.of(),
            Optional.of("mark-" + rows)));
  }

  private static Outcome read(DatabaseReading reading) {
    return new Outcome.Succeeded(new Outcome.DatabaseRead(reading), Duration.ofSeconds(1));
  }

  private ConversationDriver prepared() {
    Step step =
        new Step.JobStep(
            "schema",
            "Take migration 0013 back",
            SPEC,
            List.of(),
            Optional.empty(),
            "No row has the status fallback",
            Optional.of("Restore the bookmark"),
            List.of(),
            List.of(),
            Duration.ofMinutes(5));
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

  private ConversationDriver approved() {
    prepared();
    String hash = driver.plan().hash();
    return driver.does(APPROVER, (at, by) -> new Command.Approve(at, by, hash));
  }

  private StepRun step() {
    return driver.incident.orElseThrow().step("schema").orElseThrow();
  }

  private String seen() {
    DatabaseReading reading = ((StepRun.AwaitingConsent) step().status()).reading();
    return DatabaseSteps.fingerprint(
        DatabaseSteps.spec(driver.incident.orElseThrow().details(), "schema").orElseThrow(),
        reading);
  }

  private ConversationDriver consents(Actor who, String seen, String name) {
    return driver.does(
        who, (at, by) -> new Command.ConsentToScript(at, by, "schema", seen, name));
  }

  private List<Invocation> invocations() {
    return driver.effects.stream()
        .flatMap(e -> e instanceof Effect.RunJob job ? Stream.of(job.invocation()) : Stream.empty())
        .toList();
  }

  private List<Invocation.RunDatabaseScript> scripts() {
    return invocations().stream()
        .filter(Invocation.RunDatabaseScript.class::isInstance)
        .map(Invocation.RunDatabaseScript.class::cast)
        .toList();
  }

  @Test
  void it_is_read_consented_to_read_again_and_sent_once() {
    approved();
    assertThat(step().status()).isInstanceOf(StepRun.ReadingDatabase.class);
    driver.jobEnds(read(3));
    assertThat(scripts()).isEmpty();
    consents(APPROVER, seen(), "plans-production");
    assertThat(scripts()).isEmpty();
    driver.jobEnds(read(3));
    assertThat(scripts())
        .singleElement()
        .satisfies(
            run -> {
              assertThat(run.spec().database()).isEqualTo("plans-production");
              assertThat(run.consented()).containsExactly(new ReadValue("fallback rows", "3"));
            });
    assertThat(step().consent().orElseThrow().reading().bookmark()).contains("mark-3");
    driver.jobEnds(DONE);
    assertThat(step().settled()).isTrue();
    assertThat(scripts()).hasSize(1);
  }

  @Test
  void other_numbers_than_were_seen_are_asked_about_again() {
    approved().jobEnds(read(3));
    String seen = seen();
    consents(APPROVER, seen, "plans-production").jobEnds(read(4));
    assertThat(step().status()).isInstanceOf(StepRun.AwaitingConsent.class);
    assertThat(driver.postedText()).contains("The numbers have changed");
    consents(APPROVER, seen, "plans-production");
    driver.rejected(RejectionCode.STALE);
    assertThat(scripts()).isEmpty();
  }

  @Test
  void who_is_involved_or_no_approver_does_not_consent() {
    approved().jobEnds(read(3));
    consents(RESPONDER, seen(), "plans-production");
    driver.rejected(RejectionCode.NOT_AN_APPROVER);
    consents(REQUESTER, seen(), "plans-production");
    assertThat(driver.last).isInstanceOf(Decision.Rejected.class);
    assertThat(step().status()).isInstanceOf(StepRun.AwaitingConsent.class);
  }

  @Test
  void the_name_of_the_database_must_be_typed() {
    approved().jobEnds(read(3));
    consents(APPROVER, seen(), "plans");
    driver.rejected(RejectionCode.INCOMPLETE);
  }

  @Test
  void a_broken_glass_does_not_replace_the_consent() {
    prepared();
    String hash = driver.plan().hash();
    driver.does(
        RESPONDER,
        (at, by) -> new Command.BreakGlass(at, by, hash, "customers can't pay at the moment"));
    driver.jobEnds(read(3));
    assertThat(step().status()).isInstanceOf(StepRun.AwaitingConsent.class);
    assertThat(scripts()).isEmpty();
    consents(RESPONDER, seen(), "plans-production");
    assertThat(scripts()).isEmpty();
    consents(APPROVER, seen(), "plans-production").jobEnds(read(3));
    assertThat(scripts()).hasSize(1);
  }

  @Test
  void what_is_done_already_is_not_sent() {
    approved().jobEnds(read(new DatabaseReading(true, List.of(), List.of(), Optional.empty())));
    assertThat(step().settled()).isTrue();
    assertThat(scripts()).isEmpty();
  }

  @Test
  void what_is_against_it_is_said_and_a_person_decides() {
    approved()
        .jobEnds(
            read(
                new DatabaseReading(
                    false, List.of(), List.of("child rows: 2; it must be 0."), Optional.empty())))
        .is(State.Blocked.class);
    assertThat(driver.postedText()).contains("child rows: 2; it must be 0.");
    driver.does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "schema", 0));
    assertThat(step().status()).isInstanceOf(StepRun.ReadingDatabase.class);
  }

  @Test
  void it_can_be_skipped_as_not_needed() {
    approved().jobEnds(read(3));
    driver.does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "schema", "not needed"));
    assertThat(step().status()).isInstanceOf(StepRun.SkippedByPerson.class);
  }

  @Test
  void a_pause_that_was_asked_for_after_the_consent_comes_first() {
    approved().jobEnds(read(3));
    consents(APPROVER, seen(), "plans-production");
    driver.does(RESPONDER, Command.Pause::new);
    driver.jobEnds(read(3)).is(State.Paused.class);
    assertThat(scripts()).isEmpty();
    driver.does(RESPONDER, Command.Resume::new).is(State.RollingBack.class);
    assertThat(step().status()).isInstanceOf(StepRun.AwaitingConsent.class);
    consents(APPROVER, seen(), "plans-production").jobEnds(read(3));
    assertThat(scripts()).hasSize(1);
  }

  @Test
  void after_an_unknown_outcome_a_second_try_needs_another_consent() {
    approved().jobEnds(read(3));
    consents(APPROVER, seen(), "plans-production").jobEnds(read(3));
    driver.jobEnds(new Outcome.Unknown("No answer in 30 s.")).is(State.Blocked.class);
    driver.jobEnds(new Outcome.Unknown("Neither as before nor done."));
    driver.does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "schema", 1));
    driver.jobEnds(read(2));
    assertThat(scripts()).hasSize(1);
    assertThat(step().status()).isInstanceOf(StepRun.AwaitingConsent.class);
    assertThat(driver.events).filteredOn(Event.ConsentGiven.class::isInstance).hasSize(1);
  }
}
