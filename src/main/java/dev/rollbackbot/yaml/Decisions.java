package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Advice;
import dev.rollbackbot.runbook.Guideline;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.Trigger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What calls for a rollback and what the decision tree advises. */
final class Decisions {
  private static final String ANY = "any";

  private final Ids triggerIds = new Ids("trigger");

  List<Trigger> triggers(Value value) {
    Section section = Section.of(value, "\"triggers\"", "automatic", "manual");
    List<Trigger> all = new ArrayList<>();
    section.find("automatic").ifPresent(v -> all.addAll(triggers(v, Trigger.Kind.AUTOMATIC)));
    section.find("manual").ifPresent(v -> all.addAll(triggers(v, Trigger.Kind.MANUAL)));
    if (section.readable() && all.isEmpty()) {
      value.wrong("\"triggers\" has none; write at least one under automatic or manual");
    }
    return all;
  }

  private List<Trigger> triggers(Value value, Trigger.Kind kind) {
    return Section.entries(value, "a list of triggers").stream()
        .map(e -> new Trigger(triggerIds.declare(e.keyValue()), kind, e.value().line()))
        .toList();
  }

  List<Guideline> guidance(Value value) {
    Section section = Section.of(value, "\"guidance\"", "affecting_users", "not_affecting_users");
    List<Guideline> all = new ArrayList<>(branch(section.need("affecting_users"), true));
    all.addAll(branch(section.need("not_affecting_users"), false));
    return all;
  }

  /** One leaf a severity, then the one for any other, so that the first that fits is right. */
  private static List<Guideline> branch(Value value, boolean affecting) {
    String[] keys = {"critical", "high", "medium", ANY};
    Section section = Section.of(value, "this branch of the decision tree", keys);
    List<Guideline> leaves = new ArrayList<>();
    List<String> uncovered = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      String key = severity.name().toLowerCase(Locale.ROOT);
      section.find(key).ifPresent(v -> leaves.add(leaf(v, affecting, Optional.of(severity))));
      if (!section.has(key)) {
        uncovered.add(key);
      }
    }
    Optional<Value> any = section.find(ANY);
    any.ifPresent(v -> leaves.add(leaf(v, affecting, Optional.empty())));
    if (any.isPresent() && uncovered.isEmpty()) {
      any.get().doubtful("\"any\" is never reached: critical, high and medium are all here");
    }
    if (any.isEmpty() && !uncovered.isEmpty() && section.readable()) {
      value.wrong(
          "the decision tree says nothing about %s here; add it, or add any (allowed: %s)"
              .formatted(String.join(", ", uncovered), String.join(", ", Arrays.asList(keys))));
    }
    return leaves;
  }

  private static Guideline leaf(Value value, boolean affecting, Optional<Severity> severity) {
    Section section = Section.of(value, "this advice", "advice", "because", "within");
    return new Guideline(
        affecting,
        severity,
        section.need("advice").word(Advice.class),
        section.need("because").line(),
        section.find("within").map(Value::duration));
  }
}
