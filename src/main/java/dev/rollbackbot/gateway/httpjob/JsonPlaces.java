package dev.rollbackbot.gateway.httpjob;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What stands at a place of an answer: a JSON pointer in which {@code *} is every entry. */
final class JsonPlaces {
  private static final String EVERY = "*";

  private JsonPlaces() {}

  /** Empty: there is nothing. The empty pointer is the whole answer. */
  static List<JsonValue> at(JsonValue answer, String pointer) {
    Stream<JsonValue> found = Stream.of(answer);
    for (String token : tokens(pointer)) {
      found = found.flatMap(value -> child(value, token));
    }
    return found.toList();
  }

  private static List<String> tokens(String pointer) {
    return pointer.isEmpty()
        ? List.of()
        : Stream.of(pointer.substring(1).split("/", -1))
            .map(token -> token.replace("~1", "/").replace("~0", "~"))
            .toList();
  }

  private static Stream<JsonValue> child(JsonValue value, String token) {
    return switch (value) {
      case JsonObject object -> Stream.ofNullable(object.get(token));
      case JsonArray array when token.equals(EVERY) -> array.stream();
      case JsonArray array when token.matches("0|[1-9][0-9]{0,5}") -> {
        int index = Integer.parseInt(token);
        yield index < array.size() ? Stream.of(array.get(index)) : Stream.empty();
      }
      default -> Stream.empty();
    };
  }

  /** The text of a string, a number, true, false or null; empty: it is none of them. */
  static Optional<String> word(JsonValue value) {
    return switch (value.getValueType()) {
      case STRING -> Optional.of(((JsonString) value).getString());
      case NUMBER, TRUE, FALSE, NULL -> Optional.of(value.toString());
      case ARRAY, OBJECT -> Optional.empty();
    };
  }

  /** The one word there; empty: there is none, or more than one. */
  static Optional<String> word(JsonValue answer, String pointer) {
    List<JsonValue> found = at(answer, pointer);
    return found.size() == 1 ? word(found.getFirst()) : Optional.empty();
  }

  /** Whether one of the values there is that word. */
  static boolean has(JsonValue answer, String pointer, String word) {
    return at(answer, pointer).stream().anyMatch(value -> word(value).equals(Optional.of(word)));
  }
}
