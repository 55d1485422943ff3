package dev.rollbackbot.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads a Retry-After header; empty: it can't be read. No wait is longer than a day. */
public final class RetryAfter {
  private static final Duration LONGEST = Duration.ofDays(1);

  private RetryAfter() {}

  /** A number of seconds, or a date. */
  public static Optional<Duration> parse(String header, Instant now) {
    return seconds(header).or(() -> until(header.strip(), now));
  }

  /** A number of seconds only, for a service that sends no dates. */
  public static Optional<Duration> seconds(String header) {
    String text = header.strip();
    return text.matches("[0-9]{1,9}")
        ? Optional.of(bounded(Duration.ofSeconds(Integer.parseInt(text))))
        : Optional.empty();
  }

  private static Optional<Duration> until(String text, Instant now) {
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(bounded(Duration.between(now, until)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration wait) {
    Duration positive = wait.isNegative() ? Duration.ZERO : wait;
    return positive.compareTo(LONGEST) > 0 ? LONGEST : positive;
  }
}
