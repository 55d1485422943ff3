package dev.rollbackbot.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class WaitDeadlineTest {
  private static final Remembered.Times TIMES =
      new Remembered.Times(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));

  private final CountDownLatch slow = new CountDownLatch(1);

  private Reply<String> answer(String key) {
    try {
      slow.await();
      return Reply.ok(key);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply.Failed<>(new Reply.Away("stopped"));
    }
  }

  @Test
  void an_answer_after_the_deadline_is_unknown_and_serves_the_next_caller() {
    try (Remembered<String> cache = new Remembered<>(this::answer, TIMES, Clock.systemUTC())) {
      WaitDeadline over = WaitDeadline.in(Duration.ZERO);
      assertThat(cache.get("a", over)).isInstanceOf(Reply.Failed.class);
      assertThat(cache.get("b", over)).isInstanceOf(Reply.Failed.class);
      slow.countDown();
      assertThat(cache.get("a", WaitDeadline.in(Duration.ofMinutes(1)))).isEqualTo(Reply.ok("a"));
    }
  }
}
