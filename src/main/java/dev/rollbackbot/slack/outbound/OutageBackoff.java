package dev.rollbackbot.slack.outbound;

import dev.rollbackbot.app.Chat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Retries a short outage soon and a long one rarely: a pause is a tenth of the outage so far. */
final class OutageBackoff {
  static final Duration SHORTEST = Duration.ofSeconds(2);
  static final Duration LONGEST = Duration.ofSeconds(30);

  private static final int SHARE = 10;

  private final InstantSource clock;
  private @Nullable Instant since;

  OutageBackoff(InstantSource clock) {
    this.clock = clock;
  }

  synchronized Chat.DeliveryResult withPause(Chat.DeliveryResult result) {
    if (result instanceof Chat.RetryLater(Duration _, String why, boolean maybeDone)) {
      return maybeDone ? new Chat.RetryLater(pause(), why, true) : result;
    }
    since = null;
    return result;
  }

  private Duration pause() {
    Instant now = clock.instant();
    since = since == null ? now : since;
    Duration share = Duration.between(since, now).dividedBy(SHARE);
    if (share.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return share.compareTo(LONGEST) > 0 ? LONGEST : share;
  }
}
