package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.ChecklistItem.Assignee;
import dev.rollbackbot.runbook.Evidence;
import java.util.List;

/** What is done before the rollback. */
final class ChecklistMapper {
  private final IdScope idScope = new IdScope("checklist item");

  List<ChecklistItem> read(List<YamlValue> values) {
    return values.stream().map(this::item).toList();
  }

  private ChecklistItem item(YamlValue yamlValue) {
    MappingReader mappingReader =
        MappingReader.of(
            yamlValue,
            "this checklist item",
            "id",
            "title",
            "by",
            "task",
            "limit",
            "evidence",
            "deferred_when_critical",
            "guide");
    return new ChecklistItem(
        idScope.declare(mappingReader.required("id")),
        mappingReader.required("title").line(),
        doer(mappingReader),
        mappingReader.optional("deferred_when_critical").map(YamlValue::bool).orElse(false),
        mappingReader.optional("guide").map(YamlValue::text));
  }

  private static Assignee doer(MappingReader mappingReader) {
    YamlValue assignee = mappingReader.required("by");
    if (!mappingReader.has("by")) {
      return new ChecklistItem.PersonAssignee(Evidence.NONE);
    }
    return switch (assignee.word(AssigneeKind.class)) {
      case BOT -> {
        notHere(mappingReader, "evidence", "person");
        yield new ChecklistItem.BotAssignee(
            mappingReader.required("task").word(ChecklistItem.BotTask.class),
            mappingReader.required("limit").duration());
      }
      case PERSON -> {
        if (assignee.isText()) {
          notHere(mappingReader, "task", "bot");
          notHere(mappingReader, "limit", "bot");
        }
        yield new ChecklistItem.PersonAssignee(SharedMappers.evidence(mappingReader));
      }
    };
  }

  private static void notHere(MappingReader mappingReader, String key, String by) {
    mappingReader
        .optional(key)
        .ifPresent(v -> v.error("\"%s\" belongs to an item by: %s".formatted(key, by)));
  }

  private enum AssigneeKind {
    PERSON,
    BOT
  }
}
