package dev.rollbackbot.yaml;

import dev.rollbackbot.text.DurationParser;
import java.time.Duration;
import java.util.Optional;

final class DurationMapper {
  static final String ALLOWED = "a duration such as 500ms, 10s, 15m or 2h";

  private static final Duration MAX = Duration.ofDays(7);

  private DurationMapper() {}

  static Duration of(YamlValue value, String text) {
    Optional<Duration> duration = DurationParser.parse(text);
    if (duration.isEmpty() && value.isText()) {
      value.error("%s must be %s, not \"%s\"".formatted(value.name(), ALLOWED, text));
    }
    if (duration.filter(d -> d.compareTo(MAX) > 0).isPresent()) {
      value.error("%s must be at most 168h, not \"%s\"".formatted(value.name(), text));
    }
    return duration.orElse(Duration.ZERO);
  }
}
