package dev.rollbackbot.sandbox.kubernetes.cluster;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Reads and changes values deep inside an object. */
public final class JsonPaths {
  private static final JsonProvider PROVIDER = JsonProvider.provider();

  private JsonPaths() {}

  public static Optional<JsonValue> at(JsonObject object, String... path) {
    JsonValue value = object;
    for (String key : path) {
      if (!(value instanceof JsonObject parent) || !parent.containsKey(key)) {
        return Optional.empty();
      }
      value = parent.get(key);
    }
    return Optional.of(value);
  }

  /** An empty object if it is absent. */
  public static JsonObject object(JsonObject object, String... path) {
    return at(object, path).orElse(JsonValue.NULL) instanceof JsonObject found
        ? found
        : JsonValue.EMPTY_JSON_OBJECT;
  }

  public static JsonArray array(JsonObject object, String... path) {
    return at(object, path).orElse(JsonValue.NULL) instanceof JsonArray found
        ? found
        : JsonValue.EMPTY_JSON_ARRAY;
  }

  /** "" if it is absent. */
  public static String text(JsonObject object, String... path) {
    return at(object, path).orElse(JsonValue.NULL) instanceof JsonString found
        ? found.getString()
        : "";
  }

  public static long number(JsonObject object, long otherwise, String... path) {
    return at(object, path).orElse(JsonValue.NULL) instanceof JsonNumber found
        ? found.longValue()
        : otherwise;
  }

  /** Makes missing parents. */
  public static JsonObject put(JsonObject object, JsonValue value, String... path) {
    String key = path[0];
    if (path.length == 1) {
      return JsonHelper.with(object, key, value);
    }
    JsonObject child = object(object, key);
    return JsonHelper.with(
        object, key, put(child, value, Arrays.copyOfRange(path, 1, path.length)));
  }

  public static JsonObject put(JsonObject object, String value, String... path) {
    return put(object, JsonHelper.string(value), path);
  }

  public static JsonObject put(JsonObject object, long value, String... path) {
    return put(object, PROVIDER.createValue(value), path);
  }

  public static JsonObject remove(JsonObject object, String... path) {
    String key = path[0];
    if (path.length == 1) {
      return object.containsKey(key) ? JsonHelper.without(object, key) : object;
    }
    if (!(object.get(key) instanceof JsonObject child)) {
      return object;
    }
    return JsonHelper.with(object, key, remove(child, Arrays.copyOfRange(path, 1, path.length)));
  }

  /** Null and absent are the same to the API server. */
  public static JsonValue withoutNulls(JsonValue value) {
    return switch (value.getValueType()) {
      case OBJECT -> {
        JsonObjectBuilder builder = JsonHelper.object();
        for (Map.Entry<String, JsonValue> each : value.asJsonObject().entrySet()) {
          if (each.getValue().getValueType() != JsonValue.ValueType.NULL) {
            builder.add(each.getKey(), withoutNulls(each.getValue()));
          }
        }
        yield builder.build();
      }
      case ARRAY -> {
        JsonArrayBuilder builder = JsonHelper.array();
        value.asJsonArray().forEach(each -> builder.add(withoutNulls(each)));
        yield builder.build();
      }
      case STRING, NUMBER, TRUE, FALSE, NULL -> value;
    };
  }
}
