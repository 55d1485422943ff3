package dev.rollbackbot.yaml;

import dev.rollbackbot.typed.CommandWord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** The ids of one kind; each is declared once and may be referred to afterwards. */
  static final class IdScope {
    private final String kind;
    private final Predicate<String> reserved;
    private final Map<String, YamlValue> declared = new LinkedHashMap<>();

    /** {@code kind} as messages name it. */
    IdScope(String kind) {
      this(kind, _ -> false);
    }

    /** {@code reserved}: ids that would be read as something else where people type them. */
    IdScope(String kind, Predicate<String> reserved) {
      this.kind = kind;
      this.reserved = reserved;
    }

    String declare(YamlValue value) {
      String id = value.id();
      if (!id.isEmpty()) {
        if (reserved.test(id)) {
          value.error(
              "\"%s\" can't be the id of this %s: people type it for something else (%s, INC-1);"
                      .formatted(id, kind, String.join(", ", CommandWord.words()))
                  + " name it, for example, \"%s-%s\""
                      .formatted(id.replaceFirst("^(inc-?)?(?=[0-9])", "no-"), kind));
        }
        YamlValue first = declared.putIfAbsent(id, value);
        if (first != null) {
          value.error(
              "%s \"%s\" is here twice, first in line %d; every id is used once"
                  .formatted(kind, id, first.position().line()));
        }
      }
      return id;
    }

    /** Reports an undeclared id, unless none was declared: that is already reported. */
    String checkDeclared(YamlValue value) {
      String id = value.line();
      if (value.isText() && !declared.isEmpty() && !declared.containsKey(id)) {
        value.error(ProblemCollector.unknown(kind, id, declared.keySet()));
      }
      return id;
    }

    Set<String> all() {
      return declared.keySet();
    }

    Position positionOf(String id) {
      return Optional.ofNullable(declared.get(id)).map(YamlValue::position).orElse(Position.START);
    }
  }
}
