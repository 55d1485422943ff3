package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.ChecklistItem.Assignee;
import dev.rollbackbot.runbook.Evidence;
import dev.rollbackbot.yaml.IdRegistry.IdScope;
import java.util.List;

record ChecklistMapper(IdScope ids) {
  List<ChecklistItem> read(List<YamlValue> values) {
    return values.stream().map(this::item).toList();
  }

  private ChecklistItem item(YamlValue value) {
    MappingReader fields =
        value.mapping(
            "this checklist item", "id title by task limit evidence deferred_when_critical guide");
    return new ChecklistItem(
        ids.declare(fields.required("id")),
        fields.required("title").line(),
        assignee(fields),
        fields.optional("deferred_when_critical").map(YamlValue::bool).orElse(false),
        fields.optional("guide").map(YamlValue::text));
  }

  private static Assignee assignee(MappingReader fields) {
    YamlValue assignee = fields.required("by");
    if (!fields.has("by")) {
      return new ChecklistItem.PersonAssignee(Evidence.NONE);
    }
    return switch (assignee.word(AssigneeKind.class)) {
      case BOT -> {
        fields.forbid("an item by: person", "evidence");
        yield new ChecklistItem.BotAssignee(
            fields.required("task").word(ChecklistItem.BotTask.class),
            fields.required("limit").duration());
      }
      case PERSON -> {
        if (assignee.isText()) {
          fields.forbid("an item by: bot", "task", "limit");
        }
        yield new ChecklistItem.PersonAssignee(SharedMappers.evidence(fields));
      }
    };
  }

  private enum AssigneeKind {
    PERSON,
    BOT
  }
}
