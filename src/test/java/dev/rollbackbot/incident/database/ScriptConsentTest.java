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
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.DatabaseSteps;
import dev.rollbackbot.incident.database.DatabaseReading.ReadValue;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.LockHolder;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A script is sent only after a consent of its own, to exactly what it meets. */
@Pure
public final class ScriptConsentTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:30:00Z");

  private static final Outcome DONE =
      new Outcome.Succeeded(
          new Outcome.JobSucceeded("carried out, 1 checks hold"), Duration.ofSeconds(1));

  private static final DatabaseSpec SPEC =
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
            Duration.ofMinutes(5),
            Optional.empty());
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
    ScriptConsentTest test = new ScriptConsentTest();
    test.approved().jobEnds(read(3));
    return Map.entry(
        test.driver.incident.orElseThrow(),
        new Command.ConsentToScript(NOW, APPROVER, "schema", test.seen(), "plans-production"));
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
    return driver.does(who, (at, by) -> new Command.ConsentToScript(at, by, "schema", seen, name));
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
        .satisfies(run -> {
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

  private String cleared() {
    approved().jobEnds(read(3));
    consents(APPROVER, seen(), "plans-production").jobEnds(read(3));
    return ((StepRun.Running) step().status()).job();
  }

  private void isHeldBackAndAskedAboutAgain(String reason) {
    assertThat(step().status()).isInstanceOf(StepRun.Waiting.class);
    assertThat(driver.postedText()).contains("does not begin now: " + reason);
    int sent = scripts().size();
    driver.does(RESPONDER, Command.Resume::new).jobEnds(read(3));
    assertThat(step().status()).isInstanceOf(StepRun.AwaitingConsent.class);
    assertThat(scripts()).hasSize(sent);
  }

  @Test
  void a_script_whose_database_another_incident_holds_does_not_wait_with_an_old_consent() {
    String job = cleared();
    LockHolder holder = new LockHolder(11, "U9", NOW, Optional.empty());
    driver.bot((at, by) -> new Command.LockRefused(at, by, job, holder));
    isHeldBackAndAskedAboutAgain("INC-11 holds its lock.");
  }

  @Test
  void a_script_that_could_not_be_sent_for_a_minute_is_read_and_asked_about_again() {
    String job = cleared();
    driver.bot((at, by) -> new Command.LockGranted(at.plusSeconds(61), by, job));
    isHeldBackAndAskedAboutAgain("What was read before it is too old by now.");
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
    assertThat(step().doneByJob()).isFalse();
    assertThat(step().ran()).isFalse();
    assertThat(scripts()).isEmpty();
    assertThat(driver.effects).noneMatch(Effect.Attach.class::isInstance);
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

  /** What is known on a way to a state: which numbers somebody else has consented to, unused. */
  private record Walk(Incident incident, Optional<List<ReadValue>> consented, int scripts) {}

  private static final List<Function<Incident, List<Command>>> CHOICES =
      List.of(ScriptConsentTest::ofBot, ScriptConsentTest::ofPeople);

  private static List<Command> ofBot(Incident incident) {
    return incident.currentSteps().stream()
        .flatMap(s ->
            switch (s.status()) {
              case StepRun.ReadingDatabase reading ->
                  Stream.of(
                          read(2),
                          read(3),
                          read(
                              new DatabaseReading(
                                  false, List.of(), List.of("refused"), Optional.empty())))
                      .map(o -> SampleIncident.finished(NOW, Actor.BOT, reading.job(), o));
              case StepRun.Running running ->
                  Stream.of(DONE, new Outcome.Unknown("No answer."))
                      .map(o -> SampleIncident.finished(NOW, Actor.BOT, running.job(), o));
              case StepRun.OutcomeUnknown(var _, var _, Optional<String> job, var _)
                  when job.isPresent() ->
                  Stream.<Command>of(
                      SampleIncident.finished(
                          NOW, Actor.BOT, job.get(), new Outcome.Unknown("Nobody knows.")));
              case StepRun.StepStatus _ -> Stream.<Command>empty();
            })
        .map(Command.class::cast)
        .toList();
  }

  private static List<Command> ofPeople(Incident incident) {
    List<Command> out = new ArrayList<>();
    DatabaseSpec spec = DatabaseSteps.spec(incident.details(), "schema").orElseThrow();
    for (Actor person : List.of(REQUESTER, RESPONDER, APPROVER)) {
      for (int rows : List.of(2, 3)) {
        String seen =
            DatabaseSteps.fingerprint(
                spec,
                new DatabaseReading(
                    false,
                    List.of(new ReadValue("fallback rows", String.valueOf(rows))),
                    List.of(),
                    Optional.empty()));
        out.add(new Command.ConsentToScript(NOW, person, "schema", seen, "plans-production"));
      }
    }
    incident
        .step("schema")
        .ifPresent(s -> out.add(new Command.RetryStep(NOW, RESPONDER, "schema", s.attempts())));
    out.add(new Command.Pause(NOW, RESPONDER));
    out.add(new Command.Resume(NOW, RESPONDER));
    out.add(new Command.StopAfterStep(NOW, RESPONDER));
    return out;
  }

  private static Walk next(Walk walk, Decision.StateChange change) {
    Optional<List<ReadValue>> consented = walk.consented();
    int scripts = walk.scripts();
    if (change.event() instanceof Event.ConsentGiven given) {
      assertThat(change.before().orElseThrow().details().involved()).doesNotContainKey(given.by());
      consented =
          change.after().step("schema").orElseThrow().consent().map(c -> c.reading().counts());
    }
    for (Effect effect : Incidents.react(change)) {
      if (effect instanceof Effect.RunJob(String _, Invocation.RunDatabaseScript run)) {
        assertThat(consented).contains(run.consented());
        consented = Optional.empty();
        scripts++;
      }
    }
    return new Walk(change.after(), consented, scripts);
  }

  /** Everything that people and databases can do, up to a length that reaches a second attempt. */
  @Test
  void whatever_happens_each_script_has_a_consent_of_its_own_for_exactly_its_numbers() {
    approved();
    Set<Walk> now = Set.of(new Walk(driver.incident.orElseThrow(), Optional.empty(), 0));
    int most = 0;
    for (int length = 0; length < 11; length++) {
      Set<Walk> reached = new HashSet<>();
      for (Walk walk : now) {
        CHOICES.stream()
            .flatMap(choice -> choice.apply(walk.incident()).stream())
            .forEach(command -> {
              if (Incidents.decide(Optional.of(walk.incident()), command)
                      instanceof Decision.Accepted(List<Decision.StateChange> changes)
                  && !changes.isEmpty()) {
                Walk after = walk;
                for (Decision.StateChange change : changes) {
                  after = next(after, change);
                }
                reached.add(after);
              }
            });
      }
      now = reached;
      most = Math.max(most, now.stream().mapToInt(Walk::scripts).max().orElse(0));
    }
    assertThat(most).isEqualTo(2);
  }
}
