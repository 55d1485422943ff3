package dev.rollbackbot.yaml;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Converts YAML to JSON and lists its JSON pointers. */
final class YamlAsJson {
  private YamlAsJson() {}

  static JsonObject json(String yaml) {
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    return value(new Load(settings).loadFromString(yaml)).asJsonObject();
  }

  /** JSON pointers of all values except the root. */
  static List<String> pointers(JsonObject root) {
    List<String> all = new ArrayList<>();
    collect(root, "", all, new ArrayList<>());
    return all;
  }

  /** JSON pointers of all mappings. */
  static List<String> mappings(JsonObject root) {
    List<String> mappings = new ArrayList<>();
    collect(root, "", new ArrayList<>(), mappings);
    return mappings;
  }

  private static void collect(JsonValue value, String at, List<String> all, List<String> mappings) {
    if (!at.isEmpty()) {
      all.add(at);
    }
    if (value instanceof JsonObject object) {
      mappings.add(at);
      object.forEach((key, child) -> collect(child, at + "/" + key, all, mappings));
    }
    if (value instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        collect(array.get(i), at + "/" + i, all, mappings);
      }
    }
  }

  private static JsonValue value(Object loaded) {
    return switch (loaded) {
      case Map<?, ?> map -> {
        JsonObjectBuilder object = Json.createObjectBuilder();
        map.forEach((key, value) -> object.add(String.valueOf(key), value(value)));
        yield object.build();
      }
      case List<?> list -> {
        JsonArrayBuilder array = Json.createArrayBuilder();
        list.forEach(entry -> array.add(value(entry)));
        yield array.build();
      }
      case Boolean flag -> flag ? JsonValue.TRUE : JsonValue.FALSE;
      case Number number -> Json.createValue(new BigDecimal(number.toString()));
      default -> Json.createValue(loaded.toString());
    };
  }
}
