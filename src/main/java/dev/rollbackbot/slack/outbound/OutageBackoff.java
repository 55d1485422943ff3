package dev.rollbackbot.slack.outbound;

import dev.rollbackbot.app.Chat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How often Slack is tried while it is away: soon at first, because most outages are short, then
 * less and less. A pause is a tenth of how long it has been away.
 */
final class OutageBackoff {
  static final Duration SHORTEST = Duration.ofSeconds(2);
  static final Duration LONGEST = Duration.ofSeconds(30);

  private static final int SHARE = 10;

  private final InstantSource clock;
  private @Nullable Instant since;

  OutageBackoff(InstantSource clock) {
    this.clock = clock;
  }

  /** The same, to be tried again when it is time. */
  synchronized Chat.DeliveryResult withPause(Chat.DeliveryResult deliveryResult) {
    return switch (deliveryResult) {
      case Chat.RetryLater retryLater when retryLater.maybeDone() ->
          new Chat.RetryLater(pause(), retryLater.why(), retryLater.maybeDone());
      case Chat.RetryLater retryLater -> retryLater;
      case Chat.Completed completed -> {
        since = null;
        yield completed;
      }
      case Chat.PermanentFailure permanentFailure -> {
        since = null;
        yield permanentFailure;
      }
    };
  }

  private Duration pause() {
    Instant now = clock.instant();
    Instant began = since == null ? now : since;
    since = began;
    Duration share = Duration.between(began, now).dividedBy(SHARE);
    if (share.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return share.compareTo(LONGEST) > 0 ? LONGEST : share;
  }
}
