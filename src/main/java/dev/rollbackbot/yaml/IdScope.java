package dev.rollbackbot.yaml;

import dev.rollbackbot.typed.CommandWord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The ids of one kind; each is declared once and may be referred to afterwards. */
final class IdScope {
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
