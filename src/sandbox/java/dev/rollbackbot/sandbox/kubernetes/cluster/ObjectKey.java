package dev.rollbackbot.sandbox.kubernetes.cluster;

import jakarta.json.JsonObject;
import java.util.Comparator;

/**
 * The place of an object.
 *
 * @param namespace "" for an object without one
 */
public record ObjectKey(ApiResource resource, String namespace, String name)
    implements Comparable<ObjectKey> {
  private static final Comparator<ObjectKey> ORDER =
      Comparator.comparing(ObjectKey::resource)
          .thenComparing(ObjectKey::namespace)
          .thenComparing(ObjectKey::name);

  static ObjectKey of(ApiResource resource, JsonObject object) {
    return new ObjectKey(
        resource,
        JsonPaths.text(object, "metadata", "namespace"),
        JsonPaths.text(object, "metadata", "name"));
  }

  ObjectKey sibling(ApiResource other, String otherName) {
    return new ObjectKey(other, namespace, otherName);
  }

  @Override
  public int compareTo(ObjectKey other) {
    return ORDER.compare(this, other);
  }
}
