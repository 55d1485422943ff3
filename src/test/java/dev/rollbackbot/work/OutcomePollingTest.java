package dev.rollbackbot.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.Pure;
import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.store.StoreExamples;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Whether a rollback of unknown outcome counts as not done, on a clock that only waits move. */
@Pure
final class OutcomePollingTest {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration NOT_DONE_FOR = Duration.ofSeconds(20);
  private static final Outcome NOT_DONE =
      new Outcome.Failed(FailureKind.NOT_DONE, "", "Not done.", Optional.empty());

  private final ScriptedPorts ports = new ScriptedPorts();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

  private Outcome poll() {
    Sleeper sleeper = pause -> now.updateAndGet(time -> time.plus(pause));
    return new OutcomePolling(
            ports, NOT_DONE_FOR, now::get, sleeper, CommandGateway.WaitListener.NOBODY)
        .pollUntilSettled(new Job("INC-1/1", StoreExamples.rollBack()), INTERVAL, NOT_DONE_FOR);
  }

  @Test
  void not_done_for_long_enough_is_not_done() {
    ports.provider = _ -> NOT_DONE;
    assertThat(poll()).isEqualTo(NOT_DONE);
    assertThat(now.get()).isEqualTo(Instant.EPOCH.plus(NOT_DONE_FOR));
  }

  @Test
  void an_answer_that_a_shutdown_cut_off_is_none() {
    ports.provider =
        _ -> {
          now.updateAndGet(time -> time.plus(NOT_DONE_FOR));
          Thread.currentThread().interrupt();
          return new Outcome.Unknown("Cut off.");
        };
    assertThatThrownBy(this::poll).isInstanceOf(Sleeper.WorkerStopped.class);
    assertThat(Thread.interrupted()).as("the interrupt flag").isFalse();
  }

  @Test
  void not_done_and_then_unknown_is_unknown() {
    ports.provider =
        _ -> ports.reconciled.size() % 3 == 0 ? new Outcome.Unknown("No answer.") : NOT_DONE;
    assertThat(poll()).isInstanceOf(Outcome.Unknown.class);
  }
}
