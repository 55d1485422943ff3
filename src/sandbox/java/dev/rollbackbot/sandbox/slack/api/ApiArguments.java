package dev.rollbackbot.sandbox.slack.api;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.rules.Blocks;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arguments of a method as form values: nested JSON is a string, booleans are 0 or 1. */
public record ApiArguments(Map<String, String> values) {
  static ApiArguments form(String body) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return new ApiArguments(values);
  }

  static ApiArguments json(JsonObject body) {
    Map<String, String> values = new LinkedHashMap<>();
    body.forEach((name, value) -> {
      if (value.getValueType() != JsonValue.ValueType.NULL) {
        values.put(name, value instanceof JsonString s ? s.getString() : value.toString());
      }
    });
    return new ApiArguments(values);
  }

  private static String decode(String encoded) {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new SlackErrorException("invalid_form_data");
    }
  }

  String get(String name) {
    return values.getOrDefault(name, "");
  }

  boolean has(String name) {
    return !get(name).isEmpty();
  }

  ApiArguments without(String name) {
    Map<String, String> others = new LinkedHashMap<>(values);
    others.remove(name);
    return new ApiArguments(others);
  }

  boolean flag(String name) {
    return get(name).equals("1") || get(name).equals("true");
  }

  /** Refuses with {@code invalid_arguments} if it is missing. */
  String required(String name) {
    if (!has(name)) {
      throw SlackErrorException.badArguments(List.of("[ERROR] missing required field: " + name));
    }
    return get(name);
  }

  /** A number from 1 to max; a larger one counts as max. Refuses with {@code invalid_limit}. */
  int limit(String name, int otherwise, int max) {
    if (!has(name)) {
      return otherwise;
    }
    try {
      int value = Integer.parseInt(get(name));
      if (value >= 1) {
        return Math.min(value, max);
      }
    } catch (NumberFormatException e) {
      // Answered below, as for a number that is out of range.
    }
    throw new SlackErrorException("invalid_limit");
  }

  /** Nested JSON; empty if the argument is missing. Refuses invalid JSON with the code. */
  Optional<JsonValue> nested(String name, String code) {
    if (!has(name)) {
      return Optional.empty();
    }
    return Optional.of(
        JsonHelper.parse(get(name)).orElseThrow(() -> new SlackErrorException(code)));
  }

  Optional<JsonArray> array(String name, String code) {
    return nested(name, code).map(value -> Blocks.requireArray(value, code));
  }
}
