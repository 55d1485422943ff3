package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Evidence;
import dev.rollbackbot.runbook.Instructions;
import dev.rollbackbot.text.DurationParser;
import java.time.Duration;
import java.util.List;

final class SharedMappers {
  private SharedMappers() {}

  /** A time in which something may happen: not zero. */
  static Duration positiveDuration(YamlValue value) {
    Duration duration = value.duration();
    if (duration.isZero() && DurationParser.parse(value.scalarText()).isPresent()) {
      value.error("%s must be longer than 0".formatted(value.name()));
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
}
