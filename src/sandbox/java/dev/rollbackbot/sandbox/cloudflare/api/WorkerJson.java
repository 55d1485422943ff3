package dev.rollbackbot.sandbox.cloudflare.api;

import dev.rollbackbot.sandbox.cloudflare.account.WorkerDeployment;
import dev.rollbackbot.sandbox.cloudflare.account.WorkerVersion;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;

/** Versions and deployments of a Worker as the provider writes them. */
final class WorkerJson {
  private WorkerJson() {}

  static JsonObject deployment(WorkerDeployment deployment) {
    JsonArrayBuilder versions = JsonHelper.array();
    for (WorkerDeployment.VersionTraffic share : deployment.shares()) {
      versions.add(
          JsonHelper.object()
              .add("version_id", share.versionId())
              .add("percentage", percentage(share.percentage())));
    }
    return JsonHelper.object()
        .add("id", deployment.id())
        .add("source", deployment.source())
        .add("strategy", "percentage")
        .add("author_email", deployment.author())
        .add("annotations", annotations(deployment.message(), deployment.triggeredBy()))
        .add("created_on", deployment.createdOn().toString())
        .add("versions", versions)
        .build();
  }

  static JsonObject summary(WorkerVersion version) {
    return common(version).build();
  }

  static JsonObject detail(WorkerVersion version) {
    JsonObject script =
        JsonHelper.object()
            .add("etag", version.etag())
            .add("handlers", JsonHelper.array().add("fetch"))
            .build();
    return common(version)
        .add(
            "resources",
            JsonHelper.object()
                .add("bindings", secrets(version))
                .add("script", script)
                .add("script_runtime", runtime(version)))
        .build();
  }

  private static JsonObjectBuilder runtime(WorkerVersion version) {
    JsonObjectBuilder runtime =
        JsonHelper.object().add("compatibility_date", "2026-01-15").add("usage_model", "standard");
    return version.migration().isEmpty()
        ? runtime
        : runtime.add("migration_tag", version.migration());
  }

  /** Names only. */
  private static JsonArrayBuilder secrets(WorkerVersion version) {
    JsonArrayBuilder bindings = JsonHelper.array();
    version.secrets().keySet().stream()
        .sorted()
        .forEach(
            name -> bindings.add(JsonHelper.object().add("name", name).add("type", "secret_text")));
    return bindings;
  }

  private static JsonObjectBuilder common(WorkerVersion version) {
    JsonObjectBuilder annotations = annotations(version.message(), version.triggeredBy());
    if (!version.tag().isEmpty()) {
      annotations.add("workers/tag", version.tag());
    }
    return JsonHelper.object()
        .add("id", version.id())
        .add("number", version.number())
        .add(
            "metadata",
            JsonHelper.object()
                .add("created_on", version.createdOn().toString())
                .add("modified_on", version.createdOn().toString())
                .add("source", "wrangler")
                .add("author_email", version.author()))
        .add("annotations", annotations);
  }

  /** A change of a secret has no message. */
  private static JsonObjectBuilder annotations(String message, String triggeredBy) {
    JsonObjectBuilder annotations = JsonHelper.object().add("workers/triggered_by", triggeredBy);
    return message.isEmpty() ? annotations : annotations.add("workers/message", message);
  }

  /** Whole percentages as integers: 100, not 100.0. */
  private static JsonValue percentage(double value) {
    return value == Math.rint(value) ? Json.createValue((int) value) : Json.createValue(value);
  }
}
