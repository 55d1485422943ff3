package dev.rollbackbot.slack.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class WaitDeadlineTest {
  private static final StaleTolerantCache.CacheTimes TIMES =
      new StaleTolerantCache.CacheTimes(
          Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));

  private final CountDownLatch slow = new CountDownLatch(1);

  private SlackResult<String> fetch(String key) {
    try {
      slow.await();
      return SlackResult.ok(key);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return SlackResult.unavailable("stopped");
    }
  }

  @Test
  void a_result_after_the_deadline_is_unavailable_but_cached_for_the_next_caller() {
    try (StaleTolerantCache<String> cache =
        new StaleTolerantCache<>(this::fetch, TIMES, Clock.systemUTC())) {
      WaitDeadline over = WaitDeadline.in(Duration.ZERO);
      assertThat(cache.get("a", over)).isInstanceOf(SlackResult.CallFailed.class);
      assertThat(cache.get("b", over)).isInstanceOf(SlackResult.CallFailed.class);
      slow.countDown();
      assertThat(cache.get("a", WaitDeadline.in(Duration.ofMinutes(1))))
          .isEqualTo(SlackResult.ok("a"));
    }
  }
}
