package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.ChecklistItem.Doer;
import dev.rollbackbot.runbook.Evidence;
import java.util.List;

/** What is done before the rollback. */
final class ChecklistMapper {
  private final Ids ids = new Ids("checklist item");

  List<ChecklistItem> read(List<Value> values) {
    return values.stream().map(this::item).toList();
  }

  private ChecklistItem item(Value value) {
    Section section =
        Section.of(
            value,
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
        ids.declare(section.need("id")),
        section.need("title").line(),
        doer(section),
        section.find("deferred_when_critical").map(Value::flag).orElse(false),
        section.find("guide").map(Value::text));
  }

  private static Doer doer(Section section) {
    Value by = section.need("by");
    if (!section.has("by")) {
      return new ChecklistItem.Person(Evidence.NONE);
    }
    return switch (by.word(By.class)) {
      case BOT -> {
        notHere(section, "evidence", "person");
        yield new ChecklistItem.Bot(
            section.need("task").word(ChecklistItem.Task.class), section.need("limit").duration());
      }
      case PERSON -> {
        if (by.isText()) {
          notHere(section, "task", "bot");
          notHere(section, "limit", "bot");
        }
        yield new ChecklistItem.Person(Common.evidence(section));
      }
    };
  }

  private static void notHere(Section section, String key, String by) {
    section
        .find(key)
        .ifPresent(v -> v.wrong("\"%s\" belongs to an item by: %s".formatted(key, by)));
  }

  private enum By {
    PERSON,
    BOT
  }
}
