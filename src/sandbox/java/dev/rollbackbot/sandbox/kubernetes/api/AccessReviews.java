package dev.rollbackbot.sandbox.kubernetes.api;

import dev.rollbackbot.sandbox.kubernetes.cluster.AccessRights;
import dev.rollbackbot.sandbox.kubernetes.cluster.JsonPaths;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Optional;

/** Answers the question what the token may do. */
final class AccessReviews {
  private AccessReviews() {}

  static ClusterReply answer(ClusterRequest request, AccessRights rights) {
    Optional<JsonObject> body = JsonHelper.parseObject(request.body());
    JsonObject wanted =
        body.map(each -> JsonPaths.object(each, "spec", "resourceAttributes"))
            .orElse(JsonObject.EMPTY_JSON_OBJECT);
    if (body.isEmpty() || wanted.isEmpty()) {
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
    return ClusterReply.json(201, JsonPaths.put(body.get(), status.build(), "status"));
  }
}
