package dev.rollbackbot.incident.attempt;

import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Rollback.PendingControl;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** A stop or pause that was asked for, and a step that fails before it comes. */
@Pure
final class StopIsKeptTest {
  private static final Outcome REFUSED =
      new Outcome.Failed(
          Outcome.FailureKind.REFUSED, "10007", "Cloudflare refused.", Optional.empty());

  private static ConversationDriver failedAfter(BiFunction<Instant, Actor, Command> control) {
    return ConversationDriver.rollingBack()
        .does(RESPONDER, control)
        .jobEnds(REFUSED)
        .is(State.Blocked.class);
  }

  private static ConversationDriver retried(ConversationDriver driver) {
    return driver
        .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "api", 1))
        .is(State.RollingBack.class);
  }

  private static PendingControl pending(ConversationDriver driver) {
    return driver.incident.orElseThrow().rollback().orElseThrow().pendingControl();
  }

  @Test
  void a_stop_comes_after_the_step_that_is_tried_again() {
    ConversationDriver driver = retried(failedAfter(Command.StopAfterStep::new));
    assertThat(pending(driver)).isEqualTo(PendingControl.STOP);
    driver.jobEnds(SampleIncident.rolledBack("v41")).is(State.Blocked.class);
    assertThat(driver.incident.orElseThrow().currentStep().orElseThrow().attempts()).isZero();
    driver
        .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "site", 0))
        .is(State.RollingBack.class);
    assertThat(pending(driver)).isEqualTo(PendingControl.CONTINUE);
  }

  @Test
  void a_stop_comes_after_the_step_that_is_skipped_or_done_by_hand() {
    failedAfter(Command.StopAfterStep::new)
        .does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "api", "no time for it"))
        .is(State.Blocked.class);
    failedAfter(Command.StopAfterStep::new)
        .does(RESPONDER, (at, by) -> new Command.MarkStepDone(at, by, "api", "https://ci/1"))
        .is(State.Blocked.class);
  }

  @Test
  void a_pause_comes_after_the_step_that_is_tried_again() {
    retried(failedAfter(Command.Pause::new))
        .jobEnds(SampleIncident.rolledBack("v41"))
        .is(State.Paused.class);
  }

  @Test
  void it_is_lifted_by_a_person() {
    ConversationDriver driver =
        retried(failedAfter(Command.StopAfterStep::new))
            .does(RESPONDER, Command.Resume::new)
            .accepted();
    driver.jobEnds(SampleIncident.rolledBack("v41")).is(State.RollingBack.class);
  }
}
