package dev.rollbackbot.sandbox.cloudflare.api;

import static dev.rollbackbot.sandbox.shared.JsonHelper.array;
import static dev.rollbackbot.sandbox.shared.JsonHelper.object;

import dev.rollbackbot.sandbox.cloudflare.account.PagesDeployment;
import dev.rollbackbot.sandbox.cloudflare.account.PagesProject;
import dev.rollbackbot.sandbox.cloudflare.account.StableIds;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/** A Pages project and its deployments as the provider writes them. */
final class PagesJson {
  private PagesJson() {}

  static JsonObject project(PagesProject project) {
    String subdomain = project.name + ".pages.dev";
    return object()
        .add("id", StableIds.of(project.name))
        .add("name", project.name)
        .add("subdomain", subdomain)
        .add("domains", array().add(subdomain))
        .add("production_branch", "main")
        .add("canonical_deployment", deployment(project, project.canonical.live()))
        .add("latest_deployment", deployment(project, project.newestFirst().getFirst()))
        .build();
  }

  static JsonObject deployment(PagesProject project, PagesDeployment deployment) {
    JsonObject stage =
        object()
            .add("name", deployment.stage())
            .add("started_on", deployment.createdOn().toString())
            .add(
                "ended_on",
                deployment.stageStatus().equals("active")
                    ? JsonValue.NULL
                    : Json.createValue(deployment.createdOn().toString()))
            .add("status", deployment.stageStatus())
            .build();
    JsonObject metadata =
        object()
            .add("branch", deployment.branch())
            .add("commit_hash", StableIds.of(deployment.message()).replace("-", ""))
            .add("commit_message", deployment.message())
            .add("commit_dirty", false)
            .build();
    return object()
        .add("id", deployment.id())
        .add("short_id", deployment.shortId())
        .add("project_id", StableIds.of(project.name))
        .add("project_name", project.name)
        .add("environment", deployment.environment())
        .add("url", "https://" + deployment.shortId() + "." + project.name + ".pages.dev")
        .add("created_on", deployment.createdOn().toString())
        .add("modified_on", deployment.createdOn().toString())
        .add("latest_stage", stage)
        .add("stages", array().add(stage))
        .add("deployment_trigger", object().add("type", "ad_hoc").add("metadata", metadata))
        .add("is_skipped", false)
        .build();
  }
}
