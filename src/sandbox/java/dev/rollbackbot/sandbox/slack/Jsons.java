package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/** Short ways to read and build JSON; the provider is looked up once. */
final class Jsons {
  private static final JsonProvider PROVIDER = JsonProvider.provider();

  private Jsons() {}

  static JsonObjectBuilder object() {
    return PROVIDER.createObjectBuilder();
  }

  static JsonArrayBuilder array() {
    return PROVIDER.createArrayBuilder();
  }

  static JsonString string(String value) {
    return PROVIDER.createValue(value);
  }

  static JsonNumber number(long value) {
    return PROVIDER.createValue(value);
  }

  static JsonArray strings(Collection<String> values) {
    return PROVIDER.createArrayBuilder(values).build();
  }

  static JsonArray objects(Collection<JsonObject> values) {
    JsonArrayBuilder array = array();
    values.forEach(array::add);
    return array.build();
  }

  /** Empty if the text is not one JSON value. */
  static Optional<JsonValue> parse(String text) {
    try (JsonReader reader = PROVIDER.createReader(new StringReader(text))) {
      return Optional.of(reader.readValue());
    } catch (JsonException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  static Optional<JsonObject> parseObject(String text) {
    return parse(text).filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
  }

  /** The string under a key, or "" if it is absent or no string. */
  static String text(JsonObject object, String key) {
    return object.get(key) instanceof JsonString s ? s.getString() : "";
  }

  static Optional<JsonObject> child(JsonObject object, String key) {
    return object.get(key) instanceof JsonObject o ? Optional.of(o) : Optional.empty();
  }

  /** The array under a key, or an empty one if it is absent or no array. */
  static JsonArray list(JsonObject object, String key) {
    return object.get(key) instanceof JsonArray a ? a : JsonValue.EMPTY_JSON_ARRAY;
  }

  /** The objects among an array's values. */
  static Stream<JsonObject> each(JsonArray array) {
    return array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
  }

  static boolean isTrue(JsonObject object, String key) {
    return JsonValue.TRUE.equals(object.get(key));
  }

  static JsonObject with(JsonObject object, String key, JsonValue value) {
    return PROVIDER.createObjectBuilder(object).add(key, value).build();
  }

  static JsonObject with(JsonObject object, String key, String value) {
    return with(object, key, string(value));
  }

  static JsonObject without(JsonObject object, String... keys) {
    JsonObjectBuilder builder = PROVIDER.createObjectBuilder(object);
    for (String key : keys) {
      builder.remove(key);
    }
    return builder.build();
  }

  static JsonObjectBuilder copy(JsonObject object) {
    return PROVIDER.createObjectBuilder(object);
  }
}
