package dev.rollbackbot.yaml;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ids of one kind: declared once each, then referred to. */
final class IdScope {
  private final String kind;
  private final Map<String, YamlValue> declared = new LinkedHashMap<>();

  /** Ids of a kind, as messages call it. */
  IdScope(String kind) {
    this.kind = kind;
  }

  String declare(YamlValue yamlValue) {
    String id = yamlValue.id();
    if (!id.isEmpty()) {
      YamlValue first = declared.putIfAbsent(id, yamlValue);
      if (first != null) {
        yamlValue.error(
            "%s \"%s\" is here twice, first in line %d; every id is used once"
                .formatted(kind, id, first.position().line()));
      }
    }
    return id;
  }

  /** An id that must have been declared; if none was, that was reported already. */
  String checkDeclared(YamlValue yamlValue) {
    String id = yamlValue.line();
    if (yamlValue.isText() && !declared.isEmpty() && !declared.containsKey(id)) {
      yamlValue.error(ProblemCollector.unknown(kind, id, declared.keySet()));
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
