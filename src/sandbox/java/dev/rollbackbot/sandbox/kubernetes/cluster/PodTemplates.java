package dev.rollbackbot.sandbox.kubernetes.cluster;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.stream.Collectors;

/** What controllers and API server do with the template of pods. */
public final class PodTemplates {
  static final String HASH_LABEL = "pod-template-hash";

  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

  /** An image with such a tag does not exist. */
  static final String MISSING_IMAGE = "-missing";

  private PodTemplates() {}

  static JsonObject withoutHash(JsonObject template) {
    return JsonPaths.remove(template, "metadata", "labels", HASH_LABEL);
  }

  static boolean same(JsonObject left, JsonObject right) {
    return JsonPaths.withoutNulls(withoutHash(left))
        .equals(JsonPaths.withoutNulls(withoutHash(right)));
  }

  /** Stable for a template, and made of letters that spell no words. */
  static String hash(JsonObject template) {
    return safe(Integer.toUnsignedString(withoutHash(template).toString().hashCode()));
  }

  static String podSuffix(String name, int index) {
    String digits = Integer.toUnsignedString((name + "/" + index).hashCode()) + "00000";
    return safe(digits.substring(0, 5));
  }

  static boolean pullable(JsonObject template) {
    return JsonPaths.array(template, "spec", "containers").getValuesAs(JsonObject.class).stream()
        .noneMatch(each -> JsonPaths.text(each, "image").endsWith(MISSING_IMAGE));
  }

  static JsonObject withImage(JsonObject template, String image) {
    JsonArrayBuilder containers = JsonHelper.array();
    JsonPaths.array(template, "spec", "containers")
        .getValuesAs(JsonObject.class)
        .forEach(each -> containers.add(JsonHelper.with(each, "image", image)));
    return JsonPaths.put(template, containers.build(), "spec", "containers");
  }

  /** With the defaults that the API server adds, and without the nulls that clients send. */
  public static JsonObject defaulted(JsonObject template) {
    JsonObject clean = JsonPaths.withoutNulls(template).asJsonObject();
    JsonObject spec = JsonPaths.object(clean, "spec");
    spec = absent(spec, "restartPolicy", JsonHelper.string("Always"));
    spec = absent(spec, "dnsPolicy", JsonHelper.string("ClusterFirst"));
    spec = absent(spec, "schedulerName", JsonHelper.string("default-scheduler"));
    spec = absent(spec, "securityContext", JsonValue.EMPTY_JSON_OBJECT);
    if (!spec.containsKey("terminationGracePeriodSeconds")) {
      spec = JsonPaths.put(spec, 30, "terminationGracePeriodSeconds");
    }
    if (spec.containsKey("containers")) {
      JsonArrayBuilder containers = JsonHelper.array();
      for (JsonValue each : JsonPaths.array(spec, "containers")) {
        containers.add(each instanceof JsonObject o ? container(o) : each);
      }
      spec = JsonHelper.with(spec, "containers", containers.build());
    }
    return JsonHelper.with(clean, "spec", spec);
  }

  private static JsonObject container(JsonObject container) {
    String image = JsonPaths.text(container, "image");
    boolean latest = image.endsWith(":latest") || !image.contains(":");
    JsonObject full =
        absent(container, "imagePullPolicy", JsonHelper.string(latest ? "Always" : "IfNotPresent"));
    full = absent(full, "resources", JsonValue.EMPTY_JSON_OBJECT);
    full = absent(full, "terminationMessagePath", JsonHelper.string("/dev/termination-log"));
    return absent(full, "terminationMessagePolicy", JsonHelper.string("File"));
  }

  private static JsonObject absent(JsonObject object, String key, JsonValue value) {
    return object.containsKey(key) ? object : JsonHelper.with(object, key, value);
  }

  /** Whether every label of the map is among the labels. */
  public static boolean matches(JsonObject selector, JsonObject labels) {
    for (Map.Entry<String, JsonValue> each : selector.entrySet()) {
      if (!each.getValue().equals(labels.get(each.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static String safe(String digits) {
    return digits
        .chars()
        .mapToObj(c -> String.valueOf(ALPHABET.charAt(c % ALPHABET.length())))
        .collect(Collectors.joining());
  }
}
