package dev.rollbackbot.sandbox.slack.rules;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The required and optional fields of an object; any other field is an error. */
public final class ObjectRule implements JsonRule {
  @FunctionalInterface
  interface ObjectCheck {
    void check(JsonObject object, String at, RuleViolations problems);
  }

  private final String type;
  private final Map<String, JsonRule> fields = new LinkedHashMap<>();
  private final Set<String> required = new LinkedHashSet<>();
  private final List<ObjectCheck> objectChecks = new ArrayList<>();

  private ObjectRule(String type) {
    this.type = type;
  }

  static ObjectRule plainObject() {
    return new ObjectRule("");
  }

  static ObjectRule ofType(String type) {
    return new ObjectRule(type).required("type", JsonRule.oneOf(type));
  }

  /** The value of the field {@code type}; empty for an object without one. */
  String type() {
    return type;
  }

  ObjectRule required(String name, JsonRule rule) {
    required.add(name);
    return optional(name, rule);
  }

  ObjectRule optional(String name, JsonRule rule) {
    fields.put(name, rule);
    return this;
  }

  ObjectRule and(ObjectCheck check) {
    objectChecks.add(check);
    return this;
  }

  @Override
  public void check(JsonValue value, String at, RuleViolations problems) {
    if (!(value instanceof JsonObject object)) {
      problems.add(at, "must provide an object");
      return;
    }
    int before = problems.count();
    required.stream()
        .filter(name -> !object.containsKey(name))
        .forEach(name -> problems.add(at, "missing required field: " + name));
    object.forEach((name, field) -> {
      JsonRule rule = fields.get(name);
      if (rule == null) {
        problems.add(at, "invalid additional property: " + name);
      } else {
        rule.check(field, at + "/" + name, problems);
      }
    });
    // Checks over several fields rely on each field being well-formed.
    if (problems.count() == before) {
      objectChecks.forEach(each -> each.check(object, at, problems));
    }
  }
}
