package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Advice;
import dev.rollbackbot.runbook.DecisionRule;
import dev.rollbackbot.runbook.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The decision tree. */
final class GuidanceMapper {
  private static final String ANY = "any";
  private static final String SEVERITIES = "critical high medium any";

  List<DecisionRule> guidance(YamlValue value) {
    MappingReader fields = value.mapping("\"guidance\"", "affecting_users not_affecting_users");
    List<DecisionRule> all = new ArrayList<>(rules(fields.required("affecting_users"), true));
    all.addAll(rules(fields.required("not_affecting_users"), false));
    return all;
  }

  /** One rule per severity, then the rule for any other: the first match applies. */
  private static List<DecisionRule> rules(YamlValue value, boolean affecting) {
    MappingReader fields = value.mapping("this branch of the decision tree", SEVERITIES);
    List<DecisionRule> rules = new ArrayList<>();
    List<String> uncovered = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      String key = severity.name().toLowerCase(Locale.ROOT);
      fields.optional(key).ifPresent(v -> rules.add(rule(v, affecting, Optional.of(severity))));
      if (!fields.has(key)) {
        uncovered.add(key);
      }
    }
    Optional<YamlValue> any = fields.optional(ANY);
    any.ifPresent(v -> rules.add(rule(v, affecting, Optional.empty())));
    if (any.isPresent() && uncovered.isEmpty()) {
      any.get().warn("\"any\" is never reached: critical, high and medium are all here");
    }
    if (any.isEmpty() && !uncovered.isEmpty() && fields.readable()) {
      value.error(
          "the decision tree says nothing about %s here; add it, or add any (allowed: %s)"
              .formatted(String.join(", ", uncovered), SEVERITIES.replace(" ", ", ")));
    }
    return rules;
  }

  private static DecisionRule rule(
      YamlValue value, boolean affecting, Optional<Severity> severity) {
    MappingReader fields = value.mapping("this advice", "advice because within");
    return new DecisionRule(
        affecting,
        severity,
        fields.required("advice").word(Advice.class),
        fields.required("because").line(),
        fields.optional("within").map(YamlValue::duration));
  }
}
