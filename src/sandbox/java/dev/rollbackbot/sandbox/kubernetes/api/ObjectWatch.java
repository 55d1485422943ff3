package dev.rollbackbot.sandbox.kubernetes.api;

import dev.rollbackbot.sandbox.kubernetes.cluster.JsonPaths;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The changes of some objects since a version. Not thread-safe. */
public final class ObjectWatch {
  private final Supplier<List<JsonObject>> objects;
  private final Map<String, JsonObject> known = new HashMap<>();

  /** Of an object that is not known: it changed before the watch began, or is new since. */
  private String unknown;

  /**
   * @param objects those that are watched, at present
   * @param since objects of a later version are new to the caller; 0: all are
   */
  ObjectWatch(Supplier<List<JsonObject>> objects, long since) {
    this.objects = objects;
    unknown = since == 0 ? "ADDED" : "MODIFIED";
    objects.get().stream()
        .filter(each -> version(each) <= since)
        .forEach(each -> known.put(uid(each), each));
  }

  /** What has changed since the last call, a line for each. */
  public List<String> changes() {
    List<String> lines = new ArrayList<>();
    Map<String, JsonObject> present = new HashMap<>();
    for (JsonObject each : objects.get()) {
      present.put(uid(each), each);
      JsonObject former = known.get(uid(each));
      if (former == null) {
        lines.add(line(unknown, each));
      } else if (version(each) > version(former)) {
        lines.add(line("MODIFIED", each));
      }
    }
    known.forEach((uid, each) -> {
      if (!present.containsKey(uid)) {
        lines.add(line("DELETED", each));
      }
    });
    unknown = "ADDED";
    known.clear();
    known.putAll(present);
    return lines;
  }

  private static String line(String type, JsonObject object) {
    return JsonHelper.object().add("type", type).add("object", object).build() + "\n";
  }

  private static String uid(JsonObject object) {
    return JsonPaths.text(object, "metadata", "uid");
  }

  private static long version(JsonObject object) {
    return Long.parseLong(JsonPaths.text(object, "metadata", "resourceVersion"));
  }
}
