package dev.rollbackbot.sandbox.slack.rules;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A rule for a JSON value; every violation is added to {@code problems}. */
@FunctionalInterface
public interface JsonRule {
  /** Checks the value at a JSON pointer. */
  void check(JsonValue value, String at, RuleViolations problems);

  /** A string of {@code min} to {@code max} code points. */
  static JsonRule string(int min, int max) {
    return (value, at, problems) -> {
      int length = value instanceof JsonString s ? JsonHelper.codePoints(s.getString()) : min;
      if (!(value instanceof JsonString)) {
        problems.add(at, "must provide a string");
      } else if (length < min) {
        problems.add(at, "must be more than " + (min - 1) + " characters");
      } else if (length > max) {
        problems.add(at, "must be less than " + (max + 1) + " characters");
      }
    };
  }

  static JsonRule oneOf(String... values) {
    return string(Set.of(values)::contains, "must be a valid enum value");
  }

  /** A string that a pattern matches as a whole. */
  static JsonRule matching(String regex, String error) {
    return string(Pattern.compile(regex).asMatchPredicate(), error);
  }

  private static JsonRule string(Predicate<String> accepted, String error) {
    return (value, at, problems) -> {
      if (!(value instanceof JsonString s)) {
        problems.add(at, "must provide a string");
      } else if (!accepted.test(s.getString())) {
        problems.add(at, error);
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

  /** Any object; its fields are not checked. */
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

  /** An object whose {@code type} selects the rule. */
  static JsonRule byType(Collection<ObjectRule> rules) {
    return (value, at, problems) -> {
      if (!(value instanceof JsonObject object)) {
        problems.add(at, "must provide an object");
      } else if (!(object.get("type") instanceof JsonString type)) {
        problems.add(at, "missing required field: type");
      } else {
        String name = type.getString();
        rules.stream()
            .filter(rule -> rule.type().equals(name))
            .findFirst()
            .ifPresentOrElse(
                rule -> rule.check(object, at, problems),
                () -> problems.add(at + "/type", "unsupported type: " + name));
      }
    };
  }

  static JsonRule plain(int max) {
    return byType(List.of(text("plain_text", "emoji", max)));
  }

  static JsonRule anyText(int max) {
    return byType(List.of(text("plain_text", "emoji", max), text("mrkdwn", "verbatim", max)));
  }

  private static ObjectRule text(String type, String flag, int max) {
    return ObjectRule.ofType(type).required("text", string(1, max)).optional(flag, bool());
  }
}
