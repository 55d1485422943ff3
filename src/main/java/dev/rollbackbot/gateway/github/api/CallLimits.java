package dev.rollbackbot.gateway.github.api;

import dev.rollbackbot.gateway.BoundedHttpClient.ReceivedResponse;
import dev.rollbackbot.text.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Tells a refusal because of too many calls from one because of a missing permission. */
final class CallLimits {
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY_REQUESTS = 429;

  /** GitHub's advice for a limit without a time. */
  private static final Duration UNTOLD = Duration.ofMinutes(1);

  private static final Duration LONGEST = Duration.ofHours(2);

  private CallLimits() {}

  /** Empty: it is no refusal of that kind. */
  static Optional<Duration> retryAfter(ReceivedResponse response, String message, Instant now) {
    if (response.status() != FORBIDDEN && response.status() != TOO_MANY_REQUESTS) {
      return Optional.empty();
    }
    Optional<Duration> header =
        response.header("retry-after").flatMap(h -> RetryAfter.parse(h, now));
    if (header.isPresent()) {
      return header;
    }
    if (response.header("x-ratelimit-remaining").filter("0"::equals).isPresent()) {
      return Optional.of(
          response.header("x-ratelimit-reset").flatMap(h -> until(h, now)).orElse(UNTOLD));
    }
    return response.status() == TOO_MANY_REQUESTS
            || message.toLowerCase(Locale.ROOT).contains("secondary rate limit")
        ? Optional.of(UNTOLD)
        : Optional.empty();
  }

  /** A second more: the two clocks differ. */
  private static Optional<Duration> until(String epochSecond, Instant now) {
    if (!epochSecond.matches("[0-9]{1,12}")) {
      return Optional.empty();
    }
    Duration wait =
        Duration.between(now, Instant.ofEpochSecond(Long.parseLong(epochSecond))).plusSeconds(1);
    return Optional.of(
        wait.isNegative() ? Duration.ofSeconds(1) : wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
  }
}
