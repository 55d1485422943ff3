package dev.rollbackbot.sandbox.shared;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
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

/** Reads and builds JSON; looks the provider up once. */
public final class JsonHelper {
  private static final JsonProvider PROVIDER = JsonProvider.provider();

  private JsonHelper() {}

  public static JsonObjectBuilder object() {
    return PROVIDER.createObjectBuilder();
  }

  public static JsonArrayBuilder array() {
    return PROVIDER.createArrayBuilder();
  }

  public static JsonString string(String value) {
    return PROVIDER.createValue(value);
  }

  public static JsonArray strings(Collection<String> values) {
    return PROVIDER.createArrayBuilder(values).build();
  }

  public static JsonArray objects(Collection<? extends JsonObject> values) {
    return PROVIDER.createArrayBuilder(values).build();
  }

  /** The length of a text as Slack counts it. */
  public static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Empty if the text is not one JSON value. */
  public static Optional<JsonValue> parse(String text) {
    try (JsonReader reader = PROVIDER.createReader(new StringReader(text))) {
      return Optional.of(reader.readValue());
    } catch (JsonException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  public static Optional<JsonObject> parseObject(String text) {
    return parse(text).filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
  }

  /** The string under a key, or "" if it is absent or no string. */
  public static String text(JsonObject object, String key) {
    return object.get(key) instanceof JsonString s ? s.getString() : "";
  }

  public static Optional<JsonObject> child(JsonObject object, String key) {
    return object.get(key) instanceof JsonObject o ? Optional.of(o) : Optional.empty();
  }

  /** The array under a key, or an empty one if it is absent or no array. */
  public static JsonArray list(JsonObject object, String key) {
    return object.get(key) instanceof JsonArray a ? a : JsonValue.EMPTY_JSON_ARRAY;
  }

  public static Stream<JsonObject> each(JsonArray array) {
    return array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
  }

  public static boolean isTrue(JsonObject object, String key) {
    return JsonValue.TRUE.equals(object.get(key));
  }

  public static JsonObject with(JsonObject object, String key, JsonValue value) {
    return PROVIDER.createObjectBuilder(object).add(key, value).build();
  }

  public static JsonObject with(JsonObject object, String key, String value) {
    return with(object, key, string(value));
  }

  public static JsonObject without(JsonObject object, String... keys) {
    JsonObjectBuilder builder = PROVIDER.createObjectBuilder(object);
    for (String key : keys) {
      builder.remove(key);
    }
    return builder.build();
  }

  public static JsonObjectBuilder copy(JsonObject object) {
    return PROVIDER.createObjectBuilder(object);
  }
}
