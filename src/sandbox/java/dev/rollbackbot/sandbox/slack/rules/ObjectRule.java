package dev.rollbackbot.sandbox.slack.rules;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rule of an object: which fields it must have, may have, and none but those. */
public final class ObjectRule implements JsonRule {
  /** A rule over several fields of one object. */
  @FunctionalInterface
  interface ObjectCheck {
    void check(JsonObject object, String at, RuleViolations problems);
  }

  private final Map<String, JsonRule> fields = new LinkedHashMap<>();
  private final Set<String> required = new LinkedHashSet<>();
  private final List<ObjectCheck> wholes = new ArrayList<>();

  static ObjectRule plainObject() {
    return new ObjectRule();
  }

  /** A shape with the field {@code type}, which holds this value. */
  static ObjectRule ofType(String type) {
    return new ObjectRule().required("type", JsonRule.oneOf(type));
  }

  ObjectRule required(String name, JsonRule rule) {
    required.add(name);
    return optional(name, rule);
  }

  ObjectRule optional(String name, JsonRule rule) {
    fields.put(name, rule);
    return this;
  }

  ObjectRule and(ObjectCheck whole) {
    wholes.add(whole);
    return this;
  }

  @Override
  public void check(JsonValue value, String at, RuleViolations problems) {
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
      JsonRule rule = fields.get(name);
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
