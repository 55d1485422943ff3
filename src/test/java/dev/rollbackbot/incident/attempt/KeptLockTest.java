package dev.rollbackbot.incident.attempt;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Outcome;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The lock of an attempt of which nobody knows what became stays until somebody knows. */
@Pure
final class KeptLockTest {
  private static final String API = "cloudflare/worker/shop-api";
  private static final Outcome NOBODY_KNOWS = new Outcome.Unknown("The provider can't tell.");

  private static ConversationDriver unknown() {
    return ConversationDriver.unknown().jobEnds(NOBODY_KNOWS).is(State.Blocked.class);
  }

  private static Set<String> locks(ConversationDriver driver) {
    return driver.incident.orElseThrow().locksUnderChange();
  }

  private static ConversationDriver claimed(ConversationDriver driver) {
    return claimed(driver, API, Set.of(API));
  }

  private static ConversationDriver claimed(
      ConversationDriver driver, String lock, Set<String> needed) {
    return driver.bot((at, by) ->
        new Command.LockClaimed(at, by, lock, needed, 13, RESPONDER.id(), "They are asleep"));
  }

  @Test
  void over_a_new_plan_until_the_service_was_read_for_it() {
    ConversationDriver driver = unknown().does(RESPONDER, Command.MakeNewPlan::new);
    assertThat(locks(driver)).containsExactly(API);
    driver.surveyEnds(SampleIncident.surveyed());
    assertThat(locks(driver)).isEmpty();
  }

  @Test
  void while_the_service_can_not_be_read_for_the_new_plan() {
    ConversationDriver driver =
        unknown()
            .does(RESPONDER, Command.MakeNewPlan::new)
            .surveyEnds(NOBODY_KNOWS)
            .is(State.Preparing.class);
    assertThat(locks(driver)).containsExactly(API);
  }

  @Test
  void over_the_next_method_and_its_steps() {
    ConversationDriver driver =
        unknown().does(RESPONDER, Command.StartNextMethod::new).surveyEnds(NOBODY_KNOWS);
    driver
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
        .is(State.RollingBack.class);
    assertThat(locks(driver)).containsExactly(API);
  }

  @Test
  void after_the_incident_was_cancelled_until_another_takes_it_over() {
    ConversationDriver driver =
        unknown().does(RESPONDER, (at, by) -> new Command.Cancel(at, by, "It is over by itself"));
    driver.is(State.Cancelled.class);
    assertThat(locks(driver)).containsExactly(API);
    claimed(driver).accepted().is(State.Cancelled.class);
    assertThat(driver.postedText()).contains("took the lock of “API” over for INC-13");
    assertThat(locks(driver)).isEmpty();
    claimed(driver).rejected(RejectionCode.STALE);
  }

  @Test
  void of_a_skipped_step_until_its_service_was_read() {
    ConversationDriver driver =
        unknown().does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "api", "No time"));
    assertThat(locks(driver)).contains(API);
    driver.liveIsRead("v41", "9f2c");
    assertThat(locks(driver)).doesNotContain(API);
  }

  @Test
  void is_let_go_when_a_person_says_that_it_is_done() {
    ConversationDriver driver =
        unknown().does(RESPONDER, (at, by) -> new Command.MarkStepDone(at, by, "api", "I saw it"));
    assertThat(locks(driver)).doesNotContain(API);
  }

  @Test
  void of_a_step_done_by_hand_while_the_provider_is_asked_until_its_service_was_read() {
    ConversationDriver driver =
        ConversationDriver.unknown()
            .does(RESPONDER, (at, by) -> new Command.MarkStepDone(at, by, "api", "I saw it"));
    assertThat(locks(driver)).contains(API);
    driver.liveIsRead("v41", "9f2c");
    assertThat(locks(driver)).doesNotContain(API);
  }

  @Test
  void of_a_job_also_after_another_attempt_has_ended() {
    ConversationDriver driver = UnseenEndTest.unseen();
    assertThat(locks(driver)).contains(API);
    UnseenEndTest.retried(driver, UnseenEndTest.DONE).is(State.Propagating.class);
    driver.liveIsRead("v41", "9f2c");
    assertThat(locks(driver)).as("the first may still run").contains(API);
    claimed(driver, API, locks(driver)).accepted();
    assertThat(locks(driver)).isEmpty();
  }

  @Test
  void of_another_plan_is_kept_when_a_person_says_that_the_same_step_is_done() {
    ConversationDriver driver = failedInNextPlan();
    driver.does(RESPONDER, (at, by) -> new Command.MarkStepDone(at, by, "deploy", "I saw it"));
    assertThat(locks(driver)).as("the first run may go on").contains(API);
    claimed(driver).accepted();
    assertThat(locks(driver)).doesNotContain(API);
  }

  @Test
  void is_let_go_only_as_far_as_another_needs_it() {
    ConversationDriver driver = UnseenEndTest.unseen();
    Set<String> others = new TreeSet<>(locks(driver));
    others.remove(API);
    assertThat(others).isNotEmpty();
    claimed(driver).accepted();
    assertThat(locks(driver)).isEqualTo(others);
    String next = others.iterator().next();
    claimed(driver, next, others).accepted();
    assertThat(locks(driver)).isEmpty();
  }

  @Test
  void of_every_attempt_that_holds_it_is_let_go_at_once() {
    ConversationDriver driver = UnseenEndTest.retried(UnseenEndTest.unseen(), NOBODY_KNOWS);
    driver.jobEnds(NOBODY_KNOWS).is(State.Blocked.class);
    claimed(driver, API, locks(driver)).accepted();
    assertThat(locks(driver)).isEmpty();
  }

  @Test
  void of_a_change_that_was_done_in_part_until_nothing_moves_any_more() {
    ConversationDriver driver =
        ConversationDriver.rollingBack()
            .jobEnds(
                new Outcome.Failed(
                    Outcome.FailureKind.PARTLY_DONE,
                    "stands-still",
                    "The rollback was begun. It stands still.",
                    Optional.of(SampleIncident.live("v42"))))
            .is(State.Blocked.class);
    assertThat(locks(driver)).contains(API);
    driver
        .does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "api", "No time"))
        .liveIsRead("v41", "9f2c");
    assertThat(locks(driver)).doesNotContain(API);
  }

  /** The run of the plan before has an end that nobody knows. */
  private static ConversationDriver failedInNextPlan() {
    ConversationDriver driver = UnseenEndTest.unseen();
    driver.does(RESPONDER, Command.MakeNewPlan::new).surveyEnds(SampleIncident.surveyed());
    return driver
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
        .is(State.RollingBack.class)
        .jobEnds(JobIncident.FAILED)
        .is(State.Blocked.class);
  }

  @Test
  void is_not_taken_over_while_a_new_plan_changes_the_same() {
    ConversationDriver driver = UnseenEndTest.unseen();
    UnseenEndTest.retriesIn(driver);
    claimed(driver).rejected(RejectionCode.NOT_NOW);
  }
}
