package dev.rollbackbot.gateway.kubernetes;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the pods of a revision are made of.
 *
 * @param json as a workload has it, without what Kubernetes adds in a revision
 */
record PodTemplate(JsonObject json) {
  static final String HASH_LABEL = "pod-template-hash";
  private static final String METADATA = "metadata";
  private static final int SHORT_DIGEST = 12;

  /** Of a workload, a ReplicaSet or the data of a ControllerRevision. */
  static PodTemplate of(JsonObject holder) {
    JsonObject raw = ObjectFields.object(holder, "spec", "template");
    JsonObjectBuilder template = Json.createObjectBuilder(raw).remove("$patch");
    JsonObject labels = ObjectFields.object(raw, METADATA, "labels");
    if (labels.containsKey(HASH_LABEL)) {
      template.add(
          METADATA,
          Json.createObjectBuilder(ObjectFields.object(raw, METADATA))
              .add("labels", Json.createObjectBuilder(labels).remove(HASH_LABEL)));
    }
    return new PodTemplate(template.build());
  }

  /** A missing field and one that is null are the same, and the order of fields means nothing. */
  private static JsonValue canonical(JsonValue value) {
    return switch (value) {
      case JsonObject object -> {
        JsonObjectBuilder sorted = Json.createObjectBuilder();
        new TreeMap<>(object)
            .forEach((name, each) -> {
              if (each.getValueType() != JsonValue.ValueType.NULL) {
                sorted.add(name, canonical(each));
              }
            });
        yield sorted.build();
      }
      case JsonArray array -> {
        JsonArrayBuilder entries = Json.createArrayBuilder();
        array.forEach(each -> entries.add(canonical(each)));
        yield entries.build();
      }
      case JsonValue other -> other;
    };
  }

  boolean sameAs(PodTemplate other) {
    return canonical(json).equals(canonical(other.json));
  }

  /** SHA-256 in hexadecimal digits. */
  String digest() {
    try {
      byte[] text = canonical(json).toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing", e);
    }
  }

  String shortDigest() {
    return digest().substring(0, SHORT_DIGEST);
  }

  private List<String> references() {
    return ObjectFields.objects(json, "spec", "containers").stream()
        .flatMap(container -> ObjectFields.text(container, "image").stream())
        .toList();
  }

  /** Without registries, such as checkout:1.5.1. */
  String images() {
    return references().stream()
        .map(image -> {
          String digest = image.contains("@") ? image.substring(image.indexOf('@')) : "";
          String named = image.substring(0, image.length() - digest.length());
          String shortDigest =
              digest.substring(0, Math.min(digest.length(), "@sha256:".length() + SHORT_DIGEST));
          return named.substring(named.lastIndexOf('/') + 1) + shortDigest;
        })
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** Whether an image has no tag, or "latest": it is pulled anew and may be other code by now. */
  boolean hasMovingTag() {
    return references().stream()
        .filter(image -> !image.contains("@"))
        .map(image -> image.substring(image.lastIndexOf('/') + 1))
        .anyMatch(image -> !image.contains(":") || image.endsWith(":latest"));
  }
}
