package dev.rollbackbot.sandbox.slack.rules;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a JSON value must be; each thing that it is not goes to the problems. */
@FunctionalInterface
public interface JsonRule {
  /** Checks a value that stands at a JSON pointer. */
  void check(JsonValue value, String at, RuleViolations problems);

  /** A string of so many characters (code points). */
  static JsonRule string(int min, int max) {
    return (value, at, problems) -> {
      if (value instanceof JsonString s) {
        length(s.getString(), min, max, at, problems);
      } else {
        problems.add(at, "must provide a string");
      }
    };
  }

  /** A string of one of a few values. */
  static JsonRule oneOf(String... values) {
    Set<String> allowed = Set.of(values);
    return (value, at, problems) -> {
      if (!(value instanceof JsonString s)) {
        problems.add(at, "must provide a string");
      } else if (!allowed.contains(s.getString())) {
        problems.add(at, "must be a valid enum value");
      }
    };
  }

  /** A string that a pattern matches as a whole. */
  static JsonRule matching(String regex, String otherwise) {
    Predicate<String> matches = Pattern.compile(regex).asMatchPredicate();
    return (value, at, problems) -> {
      if (!(value instanceof JsonString s)) {
        problems.add(at, "must provide a string");
      } else if (!matches.test(s.getString())) {
        problems.add(at, otherwise);
      }
    };
  }

  static JsonRule bool() {
    return (value, at, problems) -> {
      if (!value.equals(JsonValue.TRUE) && !value.equals(JsonValue.FALSE)) {
        problems.add(at, "must provide a boolean");
      }
    };
  }

  static JsonRule integer(long min, long max) {
    return (value, at, problems) -> {
      if (!(value instanceof JsonNumber n) || !n.isIntegral()) {
        problems.add(at, "must provide an integer");
      } else if (n.longValue() < min) {
        problems.add(at, "must be greater than " + (min - 1));
      } else if (n.longValue() > max) {
        problems.add(at, "must be less than " + (max + 1));
      }
    };
  }

  /** Any object; what is inside is not looked at. */
  static JsonRule anyObject() {
    return (value, at, problems) -> {
      if (!(value instanceof JsonObject)) {
        problems.add(at, "must provide an object");
      }
    };
  }

  static JsonRule array(int min, int max, JsonRule each) {
    return (value, at, problems) -> {
      if (!(value instanceof JsonArray array)) {
        problems.add(at, "must provide an array");
        return;
      }
      if (array.size() < min) {
        problems.add(at, "must provide at least " + min + " items");
      } else if (array.size() > max) {
        problems.add(at, "no more than " + max + " items allowed");
      }
      for (int i = 0; i < array.size(); i++) {
        each.check(array.get(i), at + "/" + i, problems);
      }
    };
  }

  /** An object whose {@code type} picks the rule. */
  static JsonRule byType(Map<String, JsonRule> rules) {
    return (value, at, problems) -> {
      if (!(value instanceof JsonObject object)) {
        problems.add(at, "must provide an object");
      } else if (!(object.get("type") instanceof JsonString type)) {
        problems.add(at, "missing required field: type");
      } else {
        JsonRule rule = rules.get(type.getString());
        if (rule == null) {
          problems.add(at + "/type", "unsupported type: " + type.getString());
        } else {
          rule.check(object, at, problems);
        }
      }
    };
  }

  /** Text objects: {@code types} are those allowed here, of plain_text and mrkdwn. */
  static JsonRule text(int min, int max, String... types) {
    Set<String> allowed = Set.copyOf(List.of(types));
    return byType(
        allowed.stream()
            .collect(
                Collectors.toMap(
                    type -> type,
                    type ->
                        ObjectRule.ofType(type)
                            .required("text", string(min, max))
                            .optional(type.equals("mrkdwn") ? "verbatim" : "emoji", bool()))));
  }

  static JsonRule plain(int max) {
    return text(1, max, "plain_text");
  }

  static JsonRule anyText(int max) {
    return text(1, max, "plain_text", "mrkdwn");
  }

  private static void length(String value, int min, int max, String at, RuleViolations problems) {
    int length = value.codePointCount(0, value.length());
    if (length < min) {
      problems.add(at, "must be more than " + (min - 1) + " characters");
    } else if (length > max) {
      problems.add(at, "must be less than " + (max + 1) + " characters");
    }
  }
}
