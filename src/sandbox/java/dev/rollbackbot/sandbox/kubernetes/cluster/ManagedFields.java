package dev.rollbackbot.sandbox.kubernetes.cluster;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Who wrote what last, in {@code metadata.managedFields}. Coarser than in Kubernetes: the
 * annotations, and the fields right below {@code spec}.
 */
public final class ManagedFields {
  private ManagedFields() {}

  /** Makes the manager the owner of what differs; the former owners lose it. */
  static JsonObject recorded(
      JsonObject before, JsonObject after, FieldManager manager, Instant now) {
    List<String[]> changed = changed(before, after);
    if (changed.isEmpty()) {
      return after;
    }
    JsonArrayBuilder entries = JsonHelper.array();
    JsonObject own = JsonValue.EMPTY_JSON_OBJECT;
    for (JsonObject each :
        JsonPaths.array(before, "metadata", "managedFields").getValuesAs(JsonObject.class)) {
      JsonObject fields = JsonPaths.object(each, "fieldsV1");
      if (JsonPaths.text(each, "manager").equals(manager.name())
          && JsonPaths.text(each, "operation").equals(manager.operation())) {
        own = fields;
        continue;
      }
      for (String[] path : changed) {
        fields = JsonPaths.remove(fields, path);
      }
      if (!emptied(fields)) {
        entries.add(JsonHelper.with(each, "fieldsV1", fields));
      }
    }
    for (String[] path : changed) {
      own = JsonPaths.put(own, JsonValue.EMPTY_JSON_OBJECT, path);
    }
    entries.add(
        JsonHelper.object()
            .add("manager", manager.name())
            .add("operation", manager.operation())
            .add("apiVersion", JsonPaths.text(after, "apiVersion"))
            .add("time", ClusterObjects.time(now))
            .add("fieldsType", "FieldsV1")
            .add("fieldsV1", own));
    return JsonPaths.put(after, entries.build(), "metadata", "managedFields");
  }

  private static boolean emptied(JsonObject fields) {
    return fields.values().stream()
        .allMatch(each -> each instanceof JsonObject child && child.isEmpty());
  }

  private static List<String[]> changed(JsonObject before, JsonObject after) {
    List<String[]> changed = new ArrayList<>();
    for (String each : List.of("annotations", "labels")) {
      if (!JsonPaths.object(before, "metadata", each)
          .equals(JsonPaths.object(after, "metadata", each))) {
        changed.add(new String[] {"f:metadata", "f:" + each});
      }
    }
    JsonObject specBefore = JsonPaths.object(before, "spec");
    JsonPaths.object(after, "spec")
        .forEach((key, value) -> {
          if (!value.equals(specBefore.get(key))) {
            changed.add(new String[] {"f:spec", "f:" + key});
          }
        });
    return changed;
  }
}
