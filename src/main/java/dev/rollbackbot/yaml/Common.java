package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Evidence;
import dev.rollbackbot.runbook.Guide;
import java.util.List;

/** What several parts of a runbook have in common. */
final class Common {
  private Common() {}

  static Evidence evidence(Section section) {
    return section.find("evidence").map(v -> v.word(Evidence.class)).orElse(Evidence.NONE);
  }

  static List<Guide> guides(List<Value> values) {
    return values.stream().map(Common::guide).toList();
  }

  private static Guide guide(Value value) {
    Section section = Section.of(value, "this passage", "title", "text");
    return new Guide(section.need("title").line(), section.need("text").text());
  }
}
