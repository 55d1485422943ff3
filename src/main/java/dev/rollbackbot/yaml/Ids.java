package dev.rollbackbot.yaml;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ids of one kind: declared once each, then referred to. */
final class Ids {
  private final String kind;
  private final Map<String, Value> declared = new LinkedHashMap<>();

  /** Ids of a kind, as messages call it. */
  Ids(String kind) {
    this.kind = kind;
  }

  String declare(Value value) {
    String id = value.id();
    if (!id.isEmpty()) {
      Value first = declared.putIfAbsent(id, value);
      if (first != null) {
        value.wrong(
            "%s \"%s\" is here twice, first in line %d; every id is used once"
                .formatted(kind, id, first.place().line()));
      }
    }
    return id;
  }

  /** An id that must have been declared; if none was, that was reported already. */
  String refer(Value value) {
    String id = value.line();
    if (value.isText() && !declared.isEmpty() && !declared.containsKey(id)) {
      value.wrong(Problems.unknown(kind, id, declared.keySet()));
    }
    return id;
  }

  Set<String> all() {
    return declared.keySet();
  }

  Place placeOf(String id) {
    return Optional.ofNullable(declared.get(id)).map(Value::place).orElse(Place.START);
  }
}
