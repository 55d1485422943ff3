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
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.RollbackResults;
import dev.rollbackbot.incident.assessment.database.DatabaseRestores;
import dev.rollbackbot.incident.database.DatabaseReading.ReadValue;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.StepRun;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A database goes back to before a script only after a consent of its own. */
@Pure
final class RestoreConsentTest extends ScriptIncident {
  private static final Outcome RESTORED =
      new Outcome.Succeeded(
          new Outcome.JobSucceeded("restored to the bookmark mark-3; to undo that: mark-9"),
          Duration.ofSeconds(1));

  private Incident incident() {
    return driver.incident.orElseThrow();
  }

  private ConversationDriver asks(Actor who) {
    return driver.does(who, (at, by) -> new Command.PrepareRestore(at, by, "mark-3", "wrong rows"));
  }

  private StepRun restore() {
    return incident().step("restore-1").orElseThrow();
  }

  private String seenOfRestore() {
    return seen(incident(), restore());
  }

  private static Outcome counted(String since) {
    return read(
        new DatabaseReading(
            false,
            List.of(new ReadValue("fallback rows", "0")),
            List.of(),
            Optional.of("mark-9"),
            Optional.of(since)));
  }

  @Test
  void it_is_counted_consented_to_counted_again_and_sent_once() {
    carriedOut();
    assertThat(DatabaseRestores.offered(incident()))
        .singleElement()
        .satisfies(point -> assertThat(point.bookmark()).isEqualTo("mark-3"));
    asks(RESPONDER).jobEnds(counted("7 rows."));
    assertThat(driver.postedText())
        .contains("fallback rows: 0 now, 3 before the script.", "7 rows.", "mark-3");
    assertThat(restores()).isEmpty();
    consents("restore-1", APPROVER, seenOfRestore(), "plans-production");
    assertThat(restores()).isEmpty();
    // What is written meanwhile by others is no reason to ask for ever.
    driver.jobEnds(counted("8 rows."));
    assertThat(restores())
        .singleElement()
        .satisfies(run -> {
          assertThat(run.point().bookmark()).isEqualTo("mark-3");
          assertThat(run.undo()).contains("mark-9");
        });
    assertThat(incident().locksUnderChange()).isEqualTo(step().step().lockKeys()).isNotEmpty();
    driver.jobEnds(RESTORED);
    assertThat(restore().settled()).isTrue();
    assertThat(restores()).hasSize(1);
    assertThat(driver.postedText()).contains("to undo that: mark-9");
    assertThat(step().isRestored()).isTrue();
    assertThat(DatabaseRestores.offered(incident())).isEmpty();
    assertThat(RollbackResults.of(incident().details(), incident().rollback().orElseThrow()))
        .satisfies(result ->
            assertThat(result.notDone()).extracting(s -> s.step().id()).contains("schema"));
  }

  @Test
  void who_asked_for_it_or_has_no_part_in_approving_does_not_consent() {
    carriedOut();
    asks(RESPONDER).jobEnds(counted("7 rows."));
    for (Actor who : List.of(RESPONDER, REQUESTER)) {
      consents("restore-1", who, seenOfRestore(), "plans-production");
      assertThat(driver.last).isInstanceOf(Decision.Rejected.class);
    }
    consents("restore-1", APPROVER, seenOfRestore(), "plans");
    driver.rejected(RejectionCode.INCOMPLETE);
    consents("restore-1", APPROVER, "what was seen before", "plans-production");
    driver.rejected(RejectionCode.STALE);
    assertThat(restores()).isEmpty();
  }

  @Test
  void an_approver_who_asked_for_it_needs_another_one() {
    carriedOut();
    asks(APPROVER).jobEnds(counted("7 rows."));
    consents("restore-1", APPROVER, seenOfRestore(), "plans-production");
    assertThat(driver.last).isInstanceOf(Decision.Rejected.class);
    assertThat(restores()).isEmpty();
  }

  @Test
  void a_database_that_is_as_before_is_not_restored() {
    carriedOut();
    asks(RESPONDER)
        .jobEnds(
            read(
                DatabaseReading.ofScript(
                    true,
                    List.of(new ReadValue("fallback rows", "3")),
                    List.of(),
                    Optional.empty())));
    assertThat(restore().settled()).isTrue();
    assertThat(restores()).isEmpty();
    assertThat(step().isRestored()).isFalse();
    assertThat(driver.postedText()).contains("nothing was restored");
  }

  @Test
  void without_a_script_that_was_sent_nothing_is_offered() {
    approved().jobEnds(read(3));
    assertThat(DatabaseRestores.offered(incident())).isEmpty();
    asks(RESPONDER);
    assertThat(driver.last).isInstanceOf(Decision.Rejected.class);
    driver.does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "schema", "not needed"));
    assertThat(DatabaseRestores.offered(incident())).isEmpty();
  }

  @Test
  void a_database_without_bookmarks_is_not_offered() {
    approved().jobEnds(read(3));
    Outcome without =
        read(
            DatabaseReading.ofScript(
                false, List.of(new ReadValue("fallback rows", "3")), List.of(), Optional.empty()));
    consents(APPROVER, seen(), "plans-production").jobEnds(without).jobEnds(DONE);
    assertThat(step().settled()).isTrue();
    assertThat(DatabaseRestores.offered(incident())).isEmpty();
  }

  @Test
  void a_lost_answer_is_found_out_and_another_try_needs_another_consent() {
    carriedOut();
    asks(RESPONDER).jobEnds(counted("7 rows."));
    consents("restore-1", APPROVER, seenOfRestore(), "plans-production")
        .jobEnds(counted("7 rows."));
    driver.jobEnds(new Outcome.Unknown("No answer in 30 s.")).is(State.Blocked.class);
    assertThat(DatabaseRestores.offered(incident())).isEmpty();
    driver.jobEnds(new Outcome.Unknown("Neither as before nor as the script left it."));
    driver.does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "restore-1", 1));
    driver.jobEnds(counted("9 rows."));
    assertThat(restores()).hasSize(1);
    assertThat(restore().status()).isInstanceOf(StepRun.AwaitingConsent.class);
  }

  @Test
  void after_a_script_whose_checks_do_not_hold_the_script_is_still_to_be_decided() {
    approved().jobEnds(read(3));
    consents(APPROVER, seen(), "plans-production").jobEnds(read(3));
    driver
        .jobEnds(
            new Outcome.Failed(
                Outcome.FailureKind.RUN_FAILED,
                "checks",
                "Not every check holds.",
                Optional.empty()))
        .is(State.Blocked.class);
    asks(RESPONDER).jobEnds(counted("7 rows."));
    consents("restore-1", APPROVER, seenOfRestore(), "plans-production")
        .jobEnds(counted("7 rows."))
        .jobEnds(RESTORED)
        .is(State.Blocked.class);
    assertThat(incident().currentStep("schema")).isPresent();
    assertThat(step().isRestored()).isTrue();
    assertThat(scripts()).hasSize(1);
  }

  @Test
  void the_plan_that_was_approved_is_the_same_with_a_restore() {
    carriedOut();
    String hash = driver.plan().hash();
    asks(RESPONDER);
    assertThat(incident().rollback().orElseThrow().plan().hash()).isEqualTo(hash);
  }
}
