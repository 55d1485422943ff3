package dev.rollbackbot.gateway.kubernetes;

import dev.rollbackbot.gateway.BoundedJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Fields of untrusted objects by their path; a value of an unexpected type counts as missing. */
final class ObjectFields {
  private ObjectFields() {}

  private static Optional<JsonValue> at(JsonObject object, String... path) {
    Optional<JsonObject> parent = Optional.of(object);
    for (String name : Arrays.copyOf(path, path.length - 1)) {
      parent = parent.flatMap(p -> BoundedJson.object(p, name));
    }
    return parent.flatMap(p -> Optional.ofNullable(p.get(path[path.length - 1])));
  }

  static JsonObject object(JsonObject object, String... path) {
    return at(object, path)
        .filter(JsonObject.class::isInstance)
        .map(JsonValue::asJsonObject)
        .orElse(JsonValue.EMPTY_JSON_OBJECT);
  }

  static Optional<String> text(JsonObject object, String... path) {
    return at(object, path)
        .filter(JsonString.class::isInstance)
        .map(value -> ((JsonString) value).getString())
        .filter(text -> !text.isBlank());
  }

  /** Kubernetes leaves out counts that are 0. */
  static long number(JsonObject object, String... path) {
    return number(0, object, path);
  }

  static long number(long fallback, JsonObject object, String... path) {
    return at(object, path)
        .filter(JsonNumber.class::isInstance)
        .map(value -> ((JsonNumber) value).longValue())
        .orElse(fallback);
  }

  static boolean isTrue(JsonObject object, String... path) {
    return at(object, path).filter(JsonValue.TRUE::equals).isPresent();
  }

  /** Entries that are no objects are left out. */
  static List<JsonObject> objects(JsonObject object, String... path) {
    return at(object, path)
        .filter(JsonArray.class::isInstance)
        .map(value ->
            value.asJsonArray().stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonValue::asJsonObject)
                .toList())
        .orElse(List.of());
  }
}
