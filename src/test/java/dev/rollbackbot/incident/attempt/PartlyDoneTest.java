package dev.rollbackbot.incident.attempt;

import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.RollbackResults;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Ending;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RollbackResult;
import dev.rollbackbot.incident.text.StakeholderPosts;
import dev.rollbackbot.incident.text.StatusText;
import dev.rollbackbot.incident.text.StepText;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A step that has changed something in part is never told as if it had changed nothing. */
@Pure
final class PartlyDoneTest {
  private static final Deployment HALF =
      new Deployment(
          "half",
          Optional.empty(),
          Optional.empty(),
          List.of(
              new Deployment.TrafficShare(SampleIncident.version("v41"), 50),
              new Deployment.TrafficShare(SampleIncident.version("v42"), 50)));

  private static ConversationDriver stuck() {
    return ConversationDriver.rollingBack()
        .jobEnds(
            new Outcome.Failed(
                Outcome.FailureKind.PARTLY_DONE,
                "stands-still",
                "The rollback was begun. It stands still.",
                Optional.of(HALF)))
        .is(State.Blocked.class);
  }

  @Test
  void when_it_is_cancelled() {
    ConversationDriver driver =
        stuck().does(RESPONDER, (at, by) -> new Command.Cancel(at, by, "Fixed forward"));
    Incident incident = driver.incident.orElseThrow();
    assertThat(StatusText.status(incident)).isEqualTo("Cancelled; some of it may have been done");
    assertThat(StakeholderPosts.cancelled(incident, (State.Cancelled) driver.state()).plainText())
        .contains("the rollback was cancelled; some of it may have been done.");
    assertThat(driver.postedText())
        .contains("API: failed, it may have been done in part: The rollback was begun.");
  }

  @Test
  void when_a_later_attempt_was_refused() {
    ConversationDriver driver = stuck();
    driver
        .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "api", 1))
        .jobEnds(
            new Outcome.Failed(
                Outcome.FailureKind.REFUSED, "10007", "It refused.", Optional.empty()))
        .is(State.Blocked.class);
    Incident incident = driver.incident.orElseThrow();
    assertThat(StatusText.status(incident))
        .isEqualTo("Step 1 failed, it may have been done in part");
    assertThat(incident.step("api").map(StepText::resultText).map(RichText::plainText))
        .hasValue("failed, it may have been done in part");
  }

  @Test
  void when_it_is_skipped() {
    ConversationDriver driver =
        stuck().does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "api", "No time"));
    assertThat(driver.incident.orElseThrow().step("api").map(StepText::resultText))
        .hasValueSatisfying(text ->
            assertThat(text.plainText())
                .startsWith("run before, it may have been done in part; skipped by"));
  }

  @Test
  void when_all_others_are_skipped_and_its_target_has_a_part_of_the_traffic() {
    ConversationDriver driver =
        stuck()
            .does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "api", "No time"))
            .jobEnds(
                new Outcome.Failed(
                    Outcome.FailureKind.REFUSED, "10007", "It refused.", Optional.empty()))
            .does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "site", "No time"));
    Incident incident = driver.incident.orElseThrow();
    RollbackResult result =
        RollbackResults.of(incident.details(), incident.rollback().orElseThrow());
    assertThat(result.ending()).isEqualTo(Ending.PARTLY_ROLLED_BACK);
  }
}
