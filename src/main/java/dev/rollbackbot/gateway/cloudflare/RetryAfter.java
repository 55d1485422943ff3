package dev.rollbackbot.gateway.cloudflare;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads a Retry-After header: seconds, or a date. */
final class RetryAfter {
  /** Where the header is missing or makes no sense. */
  private static final Duration UNSAID = Duration.ofSeconds(5);

  private static final Duration LONGEST = Duration.ofDays(1);

  private RetryAfter() {}

  static Duration of(Optional<String> header, Instant now) {
    return header.map(text -> of(text.strip(), now)).orElse(UNSAID);
  }

  private static Duration of(String text, Instant now) {
    if (text.matches("\\d{1,9}")) {
      return bound(Duration.ofSeconds(Integer.parseInt(text)));
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return bound(Duration.between(now, until));
    } catch (DateTimeParseException e) {
      return UNSAID;
    }
  }

  private static Duration bound(Duration wait) {
    Duration some = wait.isNegative() ? Duration.ZERO : wait;
    return some.compareTo(LONGEST) > 0 ? LONGEST : some;
  }
}
