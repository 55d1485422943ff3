package dev.rollbackbot.work;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.payload.PayloadDecider;
import dev.rollbackbot.app.payload.PayloadInbox;
import dev.rollbackbot.app.payload.WaitingPayload;
import dev.rollbackbot.app.payload.WaitingPayload.PayloadKind;
import dev.rollbackbot.app.payload.WaitingPayloads;
import dev.rollbackbot.store.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person does is decided although an answer to what they did before can't be sent. */
final class PayloadAnswersTest {
  @TempDir Path folder;

  @Test
  void an_answer_that_can_not_be_sent_holds_up_no_decision_and_is_sent_later() {
    try (WorkerFixture fixture = new WorkerFixture(TestDatabase.sqlite(folder))) {
      WaitingPayloads payloads = fixture.database.waitingPayloads();
      PayloadInbox inbox = fixture.worker.payloadInbox(payloads);
      ScriptedDecider decider = new ScriptedDecider();
      fixture.worker.start(
          fixture.ports,
          Optional.empty(),
          Optional.of(new Worker.PayloadWork(payloads, decider)),
          List.of());
      inbox.store(payload(fixture, "first"));
      await().until(() -> decider.tried.contains("first"));
      inbox.store(payload(fixture, "second"));
      await().until(() -> decider.decided.contains("second"));
      assertThat(payloads.of("U1")).extracting(WaitingPayload::key).contains("first");
      assertThat(decider.decided).containsExactly("first", "second");
      decider.reachable.set(true);
      await().until(() -> payloads.of("U1").isEmpty());
      assertThat(decider.sent).containsExactlyInAnyOrder("first", "second");
      assertThat(decider.decided).as("nothing is decided again").hasSize(2);
    }
  }

  private static WaitingPayload payload(WorkerFixture fixture, String key) {
    return new WaitingPayload(
        key,
        "U1",
        PayloadKind.CLICK,
        "{}",
        fixture.clock.instant(),
        OptionalInt.empty(),
        OptionalLong.empty(),
        false);
  }

  /** Decides everything at once; no answer can be sent until the person is reachable. */
  private static final class ScriptedDecider implements PayloadDecider {
    private final AtomicBoolean reachable = new AtomicBoolean();
    private final List<String> decided = new CopyOnWriteArrayList<>();
    private final List<String> tried = new CopyOnWriteArrayList<>();
    private final List<String> sent = new CopyOnWriteArrayList<>();

    @Override
    public Optional<LateAnswer> decide(WaitingPayload payload, Runnable beforeCommand) {
      decided.add(payload.key());
      return Optional.of(() -> send(payload.key()));
    }

    private boolean send(String key) {
      tried.add(key);
      if (reachable.get()) {
        sent.add(key);
      }
      return reachable.get();
    }

    @Override
    public LateAnswer expire(WaitingPayload payload) {
      throw new AssertionError("nothing waits for that long");
    }
  }
}
