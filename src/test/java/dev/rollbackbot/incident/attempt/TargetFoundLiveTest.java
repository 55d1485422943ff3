package dev.rollbackbot.incident.attempt;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Outcome;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An attempt that finds its target live: who made it so, and the wait for it to spread. */
@Pure
final class TargetFoundLiveTest {
  private static final Outcome NOT_DONE =
      new Outcome.Failed(
          Outcome.FailureKind.NOT_DONE, "not-done", "It is not in effect.", Optional.empty());

  /** It went live just now. */
  private static Outcome already(ConversationDriver driver, String label) {
    Deployment live =
        ((Outcome.RolledBack) ((Outcome.Succeeded) SampleIncident.rolledBack(label)).finding())
            .live();
    Deployment now =
        new Deployment(live.id(), Optional.of(driver.now), live.author(), live.shares());
    return new Outcome.Succeeded(new Outcome.RolledBack(now, true), Duration.ofSeconds(1));
  }

  /** The time that was waited after the last step. */
  private static Duration waited(ConversationDriver driver) {
    driver.is(State.Propagating.class);
    Event.PropagationStarted started = (Event.PropagationStarted) driver.events.getLast();
    return Duration.between(started.at(), started.until());
  }

  private static ConversationDriver retried(ConversationDriver driver, String step, int attempt) {
    return driver
        .is(State.Blocked.class)
        .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, step, attempt))
        .is(State.RollingBack.class);
  }

  @Test
  void a_lost_request_that_takes_effect_late_is_not_said_to_have_done_nothing() {
    ConversationDriver driver = ConversationDriver.unknown().jobEnds(NOT_DONE);
    retried(driver, "api", 1).jobEnds(already(driver, "v41"));
    assertThat(driver.postedText())
        .contains(
            "“API”: v41 was live already, this attempt did nothing; an earlier one may have made it"
                + " live.")
        .doesNotContain("nothing was done");
  }

  @Test
  void after_a_refusal_only_this_attempt_is_said_to_have_done_nothing() {
    ConversationDriver driver = retried(ConversationDriver.blocked(), "api", 1);
    driver.jobEnds(already(driver, "v41"));
    assertThat(driver.postedText())
        .contains("“API”: v41 was live already, this attempt did nothing.");
  }

  @Test
  void a_first_attempt_that_finds_it_live_did_nothing() {
    ConversationDriver driver = ConversationDriver.rollingBack();
    driver.jobEnds(already(driver, "v41"));
    assertThat(driver.postedText()).contains("“API”: v41 was live already, nothing was done.");
  }

  @Test
  void what_an_earlier_attempt_may_have_made_live_has_time_to_spread() {
    // The other service was never changed.
    ConversationDriver untouched = ConversationDriver.rollingBack();
    untouched.jobEnds(already(untouched, "v41")).jobEnds(already(untouched, "7ab1"));
    assertThat(waited(untouched)).isZero();
    ConversationDriver driver = ConversationDriver.unknown().jobEnds(NOT_DONE);
    retried(driver, "api", 1).jobEnds(already(driver, "v41")).jobEnds(already(driver, "7ab1"));
    assertThat(waited(driver)).isGreaterThan(Duration.ofSeconds(110));
  }

  @Test
  void what_an_earlier_plan_made_live_is_not_said_to_be_nobodys_and_has_time_to_spread() {
    ConversationDriver driver =
        ConversationDriver.rollingBack().jobEnds(SampleIncident.rolledBack("v41"));
    driver
        .jobEnds(
            new Outcome.Failed(
                Outcome.FailureKind.REFUSED, "10007", "Cloudflare refused.", Optional.empty()))
        .does(REQUESTER, Command.MakeNewPlan::new)
        .surveyEnds(SampleIncident.surveyed("v41", "v42", "v40"))
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
        .jobEnds(already(driver, "v41"));
    assertThat(driver.postedText())
        .contains(
            "“API”: v41 was live already, this attempt did nothing; an earlier one may have made it"
                + " live.");
    driver.jobEnds(already(driver, "7ab1"));
    assertThat(waited(driver)).isGreaterThan(Duration.ofSeconds(110));
  }
}
