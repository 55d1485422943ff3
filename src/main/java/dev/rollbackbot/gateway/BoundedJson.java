package dev.rollbackbot.gateway;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/** Reads untrusted JSON: bounded depth; a value of an unexpected type counts as missing. */
public final class BoundedJson {
  private static final Map<Integer, JsonParserFactory> PARSERS = new ConcurrentHashMap<>();

  private BoundedJson() {}

  /** Empty if the text is not exactly one object or array, or is nested deeper than allowed. */
  public static Optional<JsonStructure> parse(String text, int maxDepth) {
    try (JsonParser parser = parsers(maxDepth).createParser(new StringReader(text))) {
      parser.next();
      if (!(parser.getValue() instanceof JsonStructure document)) {
        return Optional.empty();
      }
      // This looks at what follows, and throws if it isn't the end; a JsonReader would ignore it.
      return parser.hasNext() ? Optional.empty() : Optional.of(document);
    } catch (RuntimeException e) {
      // Parsson throws a bare RuntimeException for excessive depth, and subclasses otherwise.
      return Optional.empty();
    }
  }

  private static JsonParserFactory parsers(int maxDepth) {
    return PARSERS.computeIfAbsent(
        maxDepth,
        depth ->
            Json.createParserFactory(
                Map.of(
                    "org.eclipse.parsson.maxDepth",
                    depth,
                    "org.eclipse.parsson.rejectDuplicateKeys",
                    true)));
  }

  public static Optional<JsonObject> object(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
  }

  /** Empty if it is no array or holds anything but objects. */
  public static Optional<List<JsonObject>> objects(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonArray array
            && array.stream().allMatch(JsonObject.class::isInstance)
        ? Optional.of(array.stream().map(JsonValue::asJsonObject).toList())
        : Optional.empty();
  }

  /** Empty if it is no array. An entry that is no object becomes an empty one. */
  public static Optional<List<JsonObject>> entries(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonArray array
        ? Optional.of(
            array.stream()
                .map(v -> v instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT)
                .toList())
        : Optional.empty();
  }

  /** Empty if it is no string, or blank. */
  public static Optional<String> text(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonString string && !string.getString().isBlank()
        ? Optional.of(string.getString())
        : Optional.empty();
  }

  public static OptionalDouble number(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonNumber number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  /** Whether the field is exactly this boolean. */
  public static boolean is(JsonObject parent, String name, boolean value) {
    return (value ? JsonValue.TRUE : JsonValue.FALSE).equals(parent.get(name));
  }
}
