package dev.rollbackbot.sandbox.kubernetes.api;

import dev.rollbackbot.sandbox.kubernetes.cluster.AccessRights;
import dev.rollbackbot.sandbox.kubernetes.cluster.ObjectKey;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/** The bodies of errors: objects of kind {@code Status}. */
final class StatusReplies {
  private StatusReplies() {}

  /** Why an object is not valid. */
  record InvalidField(String reason, String message, String field) {}

  static ClusterReply unauthorized() {
    return ClusterReply.json(401, status(401, "Unauthorized", "Unauthorized").build());
  }

  static ClusterReply badRequest(String message) {
    return ClusterReply.json(400, status(400, "BadRequest", message).build());
  }

  static ClusterReply forbidden(String verb, ObjectKey key) {
    String place =
        key.namespace().isEmpty()
            ? " at the cluster scope"
            : " in the namespace \"" + key.namespace() + "\"";
    String name = key.name().isEmpty() ? "" : " \"" + key.name() + "\"";
    String message =
        "%s%s is forbidden: User \"%s\" cannot %s resource \"%s\" in API group \"%s\"%s"
            .formatted(
                key.resource().qualified(),
                name,
                AccessRights.USER,
                verb,
                key.resource().plural,
                key.resource().group,
                place);
    return ofObject(403, "Forbidden", message, key);
  }

  static ClusterReply deniedByWebhook() {
    String message =
        "admission webhook \"releases.policy.example.com\" denied the request: releases are frozen";
    return ClusterReply.json(403, status(403, "Forbidden", message).build());
  }

  static ClusterReply notFound(ObjectKey key) {
    String message = "%s \"%s\" not found".formatted(key.resource().qualified(), key.name());
    return ofObject(404, "NotFound", message, key);
  }

  /** An unknown path of a known group has no name in its details. */
  static ClusterReply noResource() {
    String message = "the server could not find the requested resource";
    return ClusterReply.json(
        404, status(404, "NotFound", message).add("details", JsonHelper.object()).build());
  }

  static ClusterReply methodNotAllowed() {
    String message = "the server does not allow this method on the requested resource";
    return ClusterReply.json(405, status(405, "MethodNotAllowed", message).build());
  }

  static ClusterReply notAcceptable() {
    String message = "only the following media types are accepted: application/json";
    return ClusterReply.json(406, status(406, "NotAcceptable", message).build());
  }

  static ClusterReply conflict(ObjectKey key) {
    String message =
        ("Operation cannot be fulfilled on %s \"%s\": the object has been modified; please apply"
                + " your changes to the latest version and try again")
            .formatted(key.resource().qualified(), key.name());
    return ofObject(409, "Conflict", message, key);
  }

  static ClusterReply expired() {
    String message = "The provided continue parameter is too old to display a consistent list";
    return ClusterReply.json(410, status(410, "Expired", message).build());
  }

  static ClusterReply tooLarge() {
    String message = "limit is " + ClusterRequest.LARGEST_BODY;
    return ClusterReply.json(
        413, status(413, "RequestEntityTooLarge", "Request entity too large: " + message).build());
  }

  static ClusterReply unsupportedType(List<String> accepted) {
    String message =
        "the body of the request was in an unknown format - accepted media types include: "
            + String.join(", ", accepted);
    return ClusterReply.json(415, status(415, "UnsupportedMediaType", message).build());
  }

  /** A failed test or a missing path; what it was is not said. */
  static ClusterReply patchDoesNotApply() {
    String message = "the server rejected our request due to an error in our request";
    return ClusterReply.json(
        422, status(422, "Invalid", message).add("details", JsonHelper.object()).build());
  }

  static ClusterReply invalid(ObjectKey key, List<InvalidField> fields) {
    JsonArrayBuilder causes = JsonHelper.array();
    StringBuilder why = new StringBuilder();
    for (InvalidField each : fields) {
      causes.add(
          JsonHelper.object()
              .add("reason", each.reason)
              .add("message", each.message)
              .add("field", each.field));
      why.append(why.isEmpty() ? "" : ", ").append(each.field).append(": ").append(each.message);
    }
    String message =
        "%s.%s \"%s\" is invalid: %s"
            .formatted(key.resource().kind, key.resource().group, key.name(), why);
    JsonObjectBuilder details =
        JsonHelper.object()
            .add("name", key.name())
            .add("group", key.resource().group)
            .add("kind", key.resource().kind)
            .add("causes", causes);
    return ClusterReply.json(422, status(422, "Invalid", message).add("details", details).build());
  }

  static ClusterReply internalError() {
    String message = "Internal error occurred: etcdserver: leader changed";
    JsonObject cause = JsonHelper.object().add("message", "etcdserver: leader changed").build();
    return ClusterReply.json(
        500,
        status(500, "InternalError", message)
            .add("details", JsonHelper.object().add("causes", JsonHelper.array().add(cause)))
            .build());
  }

  static ClusterReply serverTimeout(ObjectKey key) {
    String message =
        "The patch operation against %s could not be completed at this time, please try again."
            .formatted(key.resource().qualified());
    JsonObjectBuilder details = details(key).add("retryAfterSeconds", 1);
    return ClusterReply.retryAfter(
        ClusterReply.json(
            500, status(500, "ServerTimeout", message).add("details", details).build()),
        1);
  }

  static ClusterReply timeout() {
    String message = "Timeout: request did not complete within the allotted timeout";
    return ClusterReply.json(
        504, status(504, "Timeout", message).add("details", JsonHelper.object()).build());
  }

  static JsonObject success(ObjectKey key) {
    return JsonHelper.object()
        .add("kind", "Status")
        .add("apiVersion", "v1")
        .add("metadata", JsonHelper.object())
        .add("status", "Success")
        .add("details", details(key))
        .build();
  }

  private static ClusterReply ofObject(int code, String reason, String message, ObjectKey key) {
    return ClusterReply.json(
        code, status(code, reason, message).add("details", details(key)).build());
  }

  private static JsonObjectBuilder details(ObjectKey key) {
    JsonObjectBuilder details = JsonHelper.object();
    if (!key.name().isEmpty()) {
      details.add("name", key.name());
    }
    if (!key.resource().group.isEmpty()) {
      details.add("group", key.resource().group);
    }
    return details.add("kind", key.resource().plural);
  }

  private static JsonObjectBuilder status(int code, String reason, String message) {
    return JsonHelper.object()
        .add("kind", "Status")
        .add("apiVersion", "v1")
        .add("metadata", JsonHelper.object())
        .add("status", "Failure")
        .add("message", message)
        .add("reason", reason)
        .add("code", code);
  }
}
