package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Advice;
import dev.rollbackbot.runbook.DecisionRule;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.Trigger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What calls for a rollback and what the decision tree advises. */
final class GuidanceMapper {
  private static final String ANY = "any";

  private final IdScope triggerIds = new IdScope("trigger");

  List<Trigger> triggers(YamlValue yamlValue) {
    MappingReader mappingReader =
        MappingReader.of(yamlValue, "\"triggers\"", "automatic", "manual");
    List<Trigger> all = new ArrayList<>();
    mappingReader
        .optional("automatic")
        .ifPresent(v -> all.addAll(triggers(v, Trigger.TriggerKind.AUTOMATIC)));
    mappingReader
        .optional("manual")
        .ifPresent(v -> all.addAll(triggers(v, Trigger.TriggerKind.MANUAL)));
    if (mappingReader.readable() && all.isEmpty()) {
      yamlValue.error("\"triggers\" has none; write at least one under automatic or manual");
    }
    return all;
  }

  private List<Trigger> triggers(YamlValue yamlValue, Trigger.TriggerKind kind) {
    return MappingReader.entries(yamlValue, "a list of triggers").stream()
        .map(e -> new Trigger(triggerIds.declare(e.keyValue()), kind, e.value().line()))
        .toList();
  }

  List<DecisionRule> guidance(YamlValue yamlValue) {
    MappingReader mappingReader =
        MappingReader.of(yamlValue, "\"guidance\"", "affecting_users", "not_affecting_users");
    List<DecisionRule> all =
        new ArrayList<>(rules(mappingReader.required("affecting_users"), true));
    all.addAll(rules(mappingReader.required("not_affecting_users"), false));
    return all;
  }

  /** One leaf a severity, then the one for any other, so that the first that fits is right. */
  private static List<DecisionRule> rules(YamlValue yamlValue, boolean affecting) {
    String[] keys = {"critical", "high", "medium", ANY};
    MappingReader mappingReader =
        MappingReader.of(yamlValue, "this branch of the decision tree", keys);
    List<DecisionRule> leaves = new ArrayList<>();
    List<String> uncovered = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      String key = severity.name().toLowerCase(Locale.ROOT);
      mappingReader
          .optional(key)
          .ifPresent(v -> leaves.add(rule(v, affecting, Optional.of(severity))));
      if (!mappingReader.has(key)) {
        uncovered.add(key);
      }
    }
    Optional<YamlValue> any = mappingReader.optional(ANY);
    any.ifPresent(v -> leaves.add(rule(v, affecting, Optional.empty())));
    if (any.isPresent() && uncovered.isEmpty()) {
      any.get().warn("\"any\" is never reached: critical, high and medium are all here");
    }
    if (any.isEmpty() && !uncovered.isEmpty() && mappingReader.readable()) {
      yamlValue.error(
          "the decision tree says nothing about %s here; add it, or add any (allowed: %s)"
              .formatted(String.join(", ", uncovered), String.join(", ", Arrays.asList(keys))));
    }
    return leaves;
  }

  private static DecisionRule rule(
      YamlValue yamlValue, boolean affecting, Optional<Severity> severity) {
    MappingReader mappingReader =
        MappingReader.of(yamlValue, "this advice", "advice", "because", "within");
    return new DecisionRule(
        affecting,
        severity,
        mappingReader.required("advice").word(Advice.class),
        mappingReader.required("because").line(),
        mappingReader.optional("within").map(YamlValue::duration));
  }
}
