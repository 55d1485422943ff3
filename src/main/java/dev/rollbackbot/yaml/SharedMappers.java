package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Evidence;
import dev.rollbackbot.runbook.Instructions;
import java.util.List;

/** What several parts of a runbook have in common. */
final class SharedMappers {
  private SharedMappers() {}

  static Evidence evidence(MappingReader mappingReader) {
    return mappingReader
        .optional("evidence")
        .map(v -> v.word(Evidence.class))
        .orElse(Evidence.NONE);
  }

  static List<Instructions> guides(List<YamlValue> values) {
    return values.stream().map(SharedMappers::guide).toList();
  }

  private static Instructions guide(YamlValue yamlValue) {
    MappingReader mappingReader = MappingReader.of(yamlValue, "this passage", "title", "text");
    return new Instructions(
        mappingReader.required("title").line(), mappingReader.required("text").text());
  }
}
