package dev.rollbackbot.yaml;

import dev.rollbackbot.typed.CommandWord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The ids that other parts of a runbook refer to. */
record IdRegistry(
    IdScope runbooks,
    IdScope services,
    IdScope environments,
    IdScope items,
    IdScope checks,
    Predicate<String> words) {
  /**
   * A stored text was valid when it was stored, so no id in it is reserved.
   *
   * @param archived see {@link EnvironmentMapper}
   */
  static IdRegistry of(boolean archived) {
    Predicate<String> words = id -> !archived && CommandWord.isWord(id);
    Predicate<String> typed = id -> !archived && CommandWord.isReserved(id);
    return new IdRegistry(
        new IdScope("runbook", typed),
        new IdScope("service", words),
        new IdScope("environment", typed),
        new IdScope("checklist item"),
        new IdScope("probe or check"),
        words);
  }

  /** The steps of one method. */
  IdScope steps() {
    return new IdScope("step", words);
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
