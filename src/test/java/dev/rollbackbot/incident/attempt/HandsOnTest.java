package dev.rollbackbot.incident.attempt;

import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static dev.rollbackbot.incident.SampleIncident.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Involvement;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.assessment.Involvements;
import dev.rollbackbot.incident.rollback.LockHolder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whoever makes a step go one way or another is not the second person. */
@Pure
final class HandsOnTest {
  private static Optional<Involvement> involvement(ConversationDriver driver) {
    return Involvements.of(driver.incident.orElseThrow().details(), RESPONDER.id());
  }

  @Test
  void who_skips_a_step() {
    ConversationDriver driver = ConversationDriver.blocked();
    assertThat(involvement(driver)).isEmpty();
    driver.does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "api", "No time")).accepted();
    assertThat(involvement(driver)).contains(Involvement.SKIPPED_STEP);
  }

  @Test
  void who_has_a_step_tried_again() {
    ConversationDriver driver =
        ConversationDriver.blocked()
            .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "api", 1))
            .accepted();
    assertThat(involvement(driver)).contains(Involvement.RETRIED_STEP);
  }

  @Test
  void not_who_lets_a_stopped_rollback_go_on() {
    ConversationDriver driver =
        ConversationDriver.rollingBack()
            .does(RESPONDER, Command.StopAfterStep::new)
            .jobEnds(SampleIncident.rolledBack("v41"))
            .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "site", 0))
            .accepted();
    assertThat(involvement(driver)).isEmpty();
  }

  @Test
  void who_takes_a_lock_over() {
    ConversationDriver driver = ConversationDriver.rollingBack();
    String job = driver.job();
    driver
        .bot((at, by) ->
            new Command.LockRefused(
                at, by, job, new LockHolder(11, "U9", START, Optional.empty(), Optional.empty())))
        .does(
            RESPONDER,
            (at, by) -> new Command.TakeOverLock(at, by, "api", "INC-11", "They are asleep"))
        .accepted();
    assertThat(involvement(driver)).contains(Involvement.TOOK_LOCK);
  }
}
