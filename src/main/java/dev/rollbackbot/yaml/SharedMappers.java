package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Evidence;
import dev.rollbackbot.runbook.Instructions;
import dev.rollbackbot.text.DurationParser;
import dev.rollbackbot.text.HttpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

final class SharedMappers {
  static final String DURATION = "a duration such as 500ms, 10s, 15m or 2h";

  private static final Duration LONGEST = Duration.ofDays(7);
  private static final int MAX_PORT = 65_535;

  private SharedMappers() {}

  /** A time in which something may happen: not zero. */
  static Duration positiveDuration(YamlValue value) {
    Duration duration = value.duration();
    if (duration.isZero() && DurationParser.parse(value.scalarText()).isPresent()) {
      value.error("%s must be longer than 0".formatted(value.name()));
    }
    return duration;
  }

  /** The bot looks once in a second at the most: a shorter pace would be a gap each time. */
  static Duration pace(YamlValue value) {
    Duration duration = positiveDuration(value);
    if (!duration.isZero() && duration.compareTo(Duration.ofSeconds(1)) < 0) {
      value.errorInFile("%s must be 1s or longer".formatted(value.name()));
    }
    return duration;
  }

  static Evidence evidence(MappingReader fields) {
    return fields.optional("evidence").map(v -> v.word(Evidence.class)).orElse(Evidence.NONE);
  }

  static List<Instructions> guides(List<YamlValue> values) {
    return values.stream().map(SharedMappers::guide).toList();
  }

  private static Instructions guide(YamlValue value) {
    MappingReader fields = value.mapping("this passage", "title text");
    return new Instructions(fields.required("title").line(), fields.required("text").text());
  }

  /** The address of a probed service. */
  static String address(YamlValue value, String text) {
    if (value.isText() && !text.isEmpty() && !isAddress(text)) {
      // The message omits the address: it may hold a password.
      value.error(
          "%s must be an http or https address without user, query or fragment, such as"
                  .formatted(value.name())
              + " https://example.com/path");
    }
    return HttpAddress.withoutTrailingSlash(text);
  }

  private static boolean isAddress(String text) {
    return HttpAddress.parse(text)
        .filter(uri ->
            uri.getPort() <= MAX_PORT
                && uri.getUserInfo() == null
                && uri.getQuery() == null
                && uri.getFragment() == null)
        .isPresent();
  }

  static Duration duration(YamlValue value, String text) {
    Optional<Duration> duration = DurationParser.parse(text);
    if (duration.isEmpty() && value.isText()) {
      value.error("%s must be %s, not \"%s\"".formatted(value.name(), DURATION, text));
    }
    if (duration.filter(d -> d.compareTo(LONGEST) > 0).isPresent()) {
      value.error("%s must be at most 168h, not \"%s\"".formatted(value.name(), text));
    }
    return duration.orElse(Duration.ZERO);
  }
}
