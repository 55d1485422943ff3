package dev.rollbackbot.sandbox.kubernetes.api;

import dev.rollbackbot.sandbox.kubernetes.cluster.AccessRights;
import dev.rollbackbot.sandbox.kubernetes.cluster.JsonPaths;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers the question what the token may do. */
final class AccessReviews {
  /** What every protobuf body of Kubernetes begins with. */
  private static final String MAGIC = "k8s\0";

  private static final int RAW = 2;
  private static final int SPEC = 2;
  private static final int RESOURCE_ATTRIBUTES = 1;

  /** In the order of their numbers in protobuf. */
  private static final List<String> ATTRIBUTES =
      List.of("namespace", "verb", "group", "version", "resource", "subresource", "name");

  private AccessReviews() {}

  static ClusterReply answer(ClusterRequest request, AccessRights rights) {
    Optional<JsonObject> review =
        request.bodyType().equals(ClusterRequest.PROTOBUF)
            ? fromProtobuf(request.body())
            : JsonHelper.parseObject(request.body());
    JsonObject wanted =
        review
            .map(each -> JsonPaths.object(each, "spec", "resourceAttributes"))
            .orElse(JsonObject.EMPTY_JSON_OBJECT);
    if (review.isEmpty() || wanted.isEmpty()) {
      return StatusReplies.badRequest(
          "spec.resourceAttributes is required: other reviews are not simulated");
    }
    boolean allowed =
        rights.allows(
            JsonPaths.text(wanted, "verb"),
            JsonPaths.text(wanted, "group"),
            JsonPaths.text(wanted, "resource"));
    JsonObjectBuilder status = JsonHelper.object().add("allowed", allowed);
    if (allowed) {
      status.add("reason", "RBAC: allowed by RoleBinding \"rollback-bot/shop\"");
    }
    return ClusterReply.json(201, JsonPaths.put(review.get(), status.build(), "status"));
  }

  /** Newer versions of kubectl send it so. */
  private static Optional<JsonObject> fromProtobuf(String body) {
    if (!body.startsWith(MAGIC)) {
      return Optional.empty();
    }
    try {
      String envelope = body.substring(MAGIC.length());
      Map<Integer, String> attributes =
          inside(inside(inside(ProtobufFields.of(envelope), RAW), SPEC), RESOURCE_ATTRIBUTES);
      JsonObjectBuilder json = JsonHelper.object();
      for (int i = 0; i < ATTRIBUTES.size(); i++) {
        json.add(ATTRIBUTES.get(i), attributes.getOrDefault(i + 1, ""));
      }
      return Optional.of(
          JsonHelper.object()
              .add("kind", "SelfSubjectAccessReview")
              .add("apiVersion", "authorization.k8s.io/v1")
              .add("metadata", JsonHelper.object())
              .add("spec", JsonHelper.object().add("resourceAttributes", json))
              .build());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Map<Integer, String> inside(Map<Integer, String> message, int field) {
    return ProtobufFields.of(message.getOrDefault(field, ""));
  }
}
