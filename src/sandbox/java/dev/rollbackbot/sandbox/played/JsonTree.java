package dev.rollbackbot.sandbox.played;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** JSON that grows by values at JSON pointers; {@code *} in one stands for an entry of a list. */
final class JsonTree {
  private final Map<String, JsonTree> fields = new LinkedHashMap<>();
  private final List<JsonTree> entries = new ArrayList<>();
  private @Nullable JsonValue value;

  /**
   * Puts a text; true, false, null and numbers become those.
   *
   * @param entry which one {@code *} stands for
   */
  JsonTree put(String pointer, int entry, String text) {
    at(pointer, entry).value = literal(text);
    return this;
  }

  /** The place of a pointer, which is made if it is not there. */
  JsonTree at(String pointer, int entry) {
    JsonTree place = this;
    for (String raw : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
      String name = raw.replace("~1", "/").replace("~0", "~");
      boolean index = name.equals("*") || name.matches("[0-9]{1,3}");
      place =
          index
              ? place.entry(name.equals("*") ? entry : Integer.parseInt(name))
              : place.field(name);
    }
    return place;
  }

  private JsonTree field(String name) {
    return fields.computeIfAbsent(name, _ -> new JsonTree());
  }

  JsonTree entry(int index) {
    while (entries.size() <= index) {
      entries.add(new JsonTree());
    }
    return entries.get(index);
  }

  /** A list, even if it has no entry. */
  void list() {
    value = entries.isEmpty() ? JsonValue.EMPTY_JSON_ARRAY : null;
  }

  private static JsonValue literal(String text) {
    return switch (text) {
      case "true" -> JsonValue.TRUE;
      case "false" -> JsonValue.FALSE;
      case "null" -> JsonValue.NULL;
      default ->
          text.matches("-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,9})?")
              ? Json.createValue(new BigDecimal(text))
              : Json.createValue(text);
    };
  }

  JsonValue json() {
    if (!entries.isEmpty()) {
      JsonArrayBuilder list = Json.createArrayBuilder();
      entries.forEach(each -> list.add(each.json()));
      return list.build();
    }
    if (value != null && fields.isEmpty()) {
      return Objects.requireNonNull(value);
    }
    JsonObjectBuilder object = Json.createObjectBuilder();
    fields.forEach((name, each) -> object.add(name, each.json()));
    return object.build();
  }
}
