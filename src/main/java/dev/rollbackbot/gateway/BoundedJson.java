package dev.rollbackbot.gateway;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads JSON that somebody else wrote: bounded depth, and a value of the wrong type is one that is
 * not there.
 */
public final class BoundedJson {
  private static final Map<Integer, JsonReaderFactory> READERS = new ConcurrentHashMap<>();

  private BoundedJson() {}

  /**
   * The object or array that the text is, if it is one and nothing else.
   *
   * @param deepest how deep objects and arrays may be nested
   */
  public static Optional<JsonStructure> parse(String text, int deepest) {
    try (JsonReader reader = readers(deepest).createReader(new StringReader(text))) {
      return Optional.of(reader.read());
    } catch (RuntimeException e) {
      // Parsson throws a bare RuntimeException for what is too deep, and others for other faults.
      return Optional.empty();
    }
  }

  private static JsonReaderFactory readers(int deepest) {
    return READERS.computeIfAbsent(
        deepest,
        depth ->
            jakarta.json.Json.createReaderFactory(
                Map.of(
                    "org.eclipse.parsson.maxDepth",
                    depth,
                    "org.eclipse.parsson.rejectDuplicateKeys",
                    true)));
  }

  /** The object under that name. */
  public static Optional<JsonObject> object(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
  }

  /** The array under that name, if it is one of objects only. */
  public static Optional<List<JsonObject>> objects(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonArray array
            && array.stream().allMatch(JsonObject.class::isInstance)
        ? Optional.of(array.stream().map(JsonValue::asJsonObject).toList())
        : Optional.empty();
  }

  /** The string under that name, unless it is blank. */
  public static Optional<String> text(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonString string && !string.getString().isBlank()
        ? Optional.of(string.getString())
        : Optional.empty();
  }

  /** The number under that name. */
  public static OptionalDouble number(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonNumber number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  /** Whether that very value, true or false, is under that name. */
  public static boolean is(JsonObject parent, String name, boolean value) {
    return (value ? JsonValue.TRUE : JsonValue.FALSE).equals(parent.get(name));
  }
}
