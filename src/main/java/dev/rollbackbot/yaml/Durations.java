package dev.rollbackbot.yaml;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a whole number and its unit. */
final class Durations {
  static final String ALLOWED = "a duration such as 500ms, 10s, 15m or 2h";

  private static final Duration MAX = Duration.ofDays(7);
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})(ms|s|m|h)");

  private Durations() {}

  static Duration of(Value value, String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      if (value.isText()) {
        value.wrong("%s must be %s, not \"%s\"".formatted(value.name(), ALLOWED, text));
      }
      return Duration.ZERO;
    }
    long count = Long.parseLong(matcher.group(1));
    Duration duration =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          default -> Duration.ofHours(count);
        };
    if (duration.compareTo(MAX) > 0) {
      value.wrong("%s must be at most 168h, not \"%s\"".formatted(value.name(), text));
    }
    return duration;
  }
}
