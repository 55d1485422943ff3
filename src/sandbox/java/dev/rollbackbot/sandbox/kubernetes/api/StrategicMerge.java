package dev.rollbackbot.sandbox.kubernetes.api;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Merges objects by key, and the lists of a pod's template by the key of their elements. */
final class StrategicMerge {
  private static final String DIRECTIVE = "$patch";

  /** Lists without an entry are replaced. */
  private static final Map<String, String> LIST_KEYS =
      Map.of(
          "containers", "name",
          "initContainers", "name",
          "env", "name",
          "volumes", "name",
          "imagePullSecrets", "name",
          "ports", "containerPort",
          "volumeMounts", "mountPath");

  private StrategicMerge() {}

  static JsonObject apply(JsonObject target, JsonObject patch) {
    if (JsonHelper.text(patch, DIRECTIVE).equals("replace")) {
      return JsonHelper.without(patch, DIRECTIVE);
    }
    JsonObject merged = target;
    for (Map.Entry<String, JsonValue> each : patch.entrySet()) {
      String key = each.getKey();
      JsonValue value = each.getValue();
      if (value.getValueType() == JsonValue.ValueType.NULL || deletes(value)) {
        merged = JsonHelper.without(merged, key);
      } else if (!key.equals(DIRECTIVE)) {
        merged = JsonHelper.with(merged, key, merged(key, merged.get(key), value));
      }
    }
    return merged;
  }

  private static boolean deletes(JsonValue value) {
    return value instanceof JsonObject o && JsonHelper.text(o, DIRECTIVE).equals("delete");
  }

  private static JsonValue merged(String key, @Nullable JsonValue target, JsonValue patch) {
    if (patch instanceof JsonObject changes) {
      return apply(target instanceof JsonObject o ? o : JsonValue.EMPTY_JSON_OBJECT, changes);
    }
    String listKey = LIST_KEYS.get(key);
    return patch instanceof JsonArray changes && target instanceof JsonArray a && listKey != null
        ? list(listKey, a, changes)
        : patch;
  }

  private static JsonArray list(String key, JsonArray target, JsonArray patch) {
    Map<JsonValue, JsonValue> elements = new LinkedHashMap<>();
    for (JsonObject each : target.getValuesAs(JsonObject.class)) {
      elements.put(each.getOrDefault(key, JsonValue.NULL), each);
    }
    for (JsonObject each : patch.getValuesAs(JsonObject.class)) {
      JsonValue id = each.getOrDefault(key, JsonValue.NULL);
      if (deletes(each)) {
        elements.remove(id);
      } else {
        JsonObject former = elements.getOrDefault(id, JsonValue.EMPTY_JSON_OBJECT).asJsonObject();
        elements.put(id, apply(former, each));
      }
    }
    JsonArrayBuilder list = JsonHelper.array();
    elements.values().forEach(list::add);
    return list.build();
  }
}
