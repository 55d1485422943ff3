package dev.rollbackbot.yaml;

import java.util.ArrayList;
import java.util.List;

/** The ids that other parts of a runbook refer to. */
record IdRegistry(IdScope services, IdScope environments, IdScope items, IdScope checks) {
  IdRegistry() {
    this(
        new IdScope("service"),
        new IdScope("environment"),
        new IdScope("checklist item"),
        new IdScope("probe or check"));
  }

  /** Reports an id that is none of what a claim can stand on. */
  String evidenceDeclared(YamlValue value) {
    String id = value.line();
    List<String> all = new ArrayList<>(checks.all());
    all.addAll(services.all());
    all.addAll(items.all());
    if (value.isText() && !checks.all().isEmpty() && !all.contains(id)) {
      value.error(ProblemCollector.unknown("probe, check, service or checklist item", id, all));
    }
    return id;
  }
}
