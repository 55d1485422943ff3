package dev.rollbackbot.incident.database;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.RollbackResults;
import dev.rollbackbot.incident.database.DatabaseReading.ReadValue;
import dev.rollbackbot.incident.rollback.Ending;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.StepRun;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A script is sent only after a consent of its own, to exactly what it meets. */
@Pure
final class ScriptConsentTest extends ScriptIncident {
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
    LockHolder holder = new LockHolder(11, "U9", NOW, Optional.empty(), Optional.empty());
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
    approved()
        .jobEnds(read(DatabaseReading.ofScript(true, List.of(), List.of(), Optional.empty())));
    assertThat(step().settled()).isTrue();
    assertThat(step().doneByJob()).isFalse();
    assertThat(step().ran()).isFalse();
    assertThat(scripts()).isEmpty();
    assertThat(driver.effects).noneMatch(Effect.Attach.class::isInstance);
    Incident incident = driver.incident.orElseThrow();
    assertThat(RollbackResults.of(incident.details(), incident.rollback().orElseThrow()).ending())
        .as("what was so already is no step back")
        .isEqualTo(Ending.WITHOUT_ROLLBACK);
  }

  @Test
  void what_is_against_it_is_said_and_a_person_decides() {
    approved()
        .jobEnds(
            read(
                DatabaseReading.ofScript(
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
