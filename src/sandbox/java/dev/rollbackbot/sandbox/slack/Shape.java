package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rule of an object: which fields it must have, may have, and none but those. */
final class Shape implements Rule {
  /** A rule over several fields of one object. */
  @FunctionalInterface
  interface Whole {
    void check(JsonObject object, String at, Problems problems);
  }

  private final Map<String, Rule> fields = new LinkedHashMap<>();
  private final Set<String> required = new LinkedHashSet<>();
  private final List<Whole> wholes = new ArrayList<>();

  static Shape plainObject() {
    return new Shape();
  }

  /** A shape with the field {@code type}, which holds this value. */
  static Shape ofType(String type) {
    return new Shape().required("type", Rule.oneOf(type));
  }

  Shape required(String name, Rule rule) {
    required.add(name);
    return optional(name, rule);
  }

  Shape optional(String name, Rule rule) {
    fields.put(name, rule);
    return this;
  }

  Shape and(Whole whole) {
    wholes.add(whole);
    return this;
  }

  @Override
  public void check(JsonValue value, String at, Problems problems) {
    if (!(value instanceof JsonObject object)) {
      problems.add(at, "must provide an object");
      return;
    }
    int before = problems.count();
    for (String name : required) {
      if (!object.containsKey(name)) {
        problems.add(at, "missing required field: " + name);
      }
    }
    object.forEach((name, field) -> {
      Rule rule = fields.get(name);
      if (rule == null) {
        problems.add(at, "invalid additional property: " + name);
      } else {
        rule.check(field, at + "/" + name, problems);
      }
    });
    // Rules over several fields may lean on each field being well-formed.
    if (problems.count() == before) {
      wholes.forEach(whole -> whole.check(object, at, problems));
    }
  }
}
