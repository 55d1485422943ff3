package dev.rollbackbot.sandbox.github.api;

import dev.rollbackbot.sandbox.github.actions.ActionsFault;
import dev.rollbackbot.sandbox.github.actions.ActionsRepository;
import dev.rollbackbot.sandbox.github.actions.EnvironmentRecords;
import dev.rollbackbot.sandbox.github.actions.EnvironmentRecords.RecordedDeployment;
import dev.rollbackbot.sandbox.github.actions.EnvironmentRecords.RecordedState;
import dev.rollbackbot.sandbox.github.actions.WorkflowFile;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What is recorded of deployments, and the environment. */
record DeploymentRoutes(
    ActionsRepository repository, EnvironmentRecords environment, String prefix) {
  private static final int AFTER_REPOSITORY = 3;

  Optional<GitHubReply> answer(GitHubRequest request) {
    List<String> rest = request.path().subList(AFTER_REPOSITORY, request.path().size());
    if (!request.method().equals("GET") || rest.isEmpty()) {
      return Optional.empty();
    }
    return switch (rest.getFirst()) {
      case "deployments" -> Optional.of(rest.size() == 1 ? list(request) : statuses(request, rest));
      case "environments" -> Optional.of(environment(rest));
      case "actions" -> earlierRun(rest);
      default -> Optional.empty();
    };
  }

  private GitHubReply list(GitHubRequest request) {
    String name = request.query().getOrDefault("environment", WorkflowFile.PRODUCTION);
    int size = Math.min(100, request.number("per_page", 30));
    JsonArrayBuilder page = JsonHelper.array();
    environment.all().stream()
        .filter(d -> d.environment().equals(name))
        .skip((long) size * (request.number("page", 1) - 1))
        .limit(size)
        .forEach(d -> page.add(deployment(d)));
    return GitHubReply.json(200, page.build());
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static JsonObjectBuilder deployment(RecordedDeployment deployment) {
    return JsonHelper.object()
        .add("id", deployment.id())
        .add("sha", deployment.commit())
        .add("ref", deployment.ref())
        .add("task", "deploy")
        .add("environment", deployment.environment())
        .add("description", "")
        .add(
            "creator", PullJson.user(deployment.run().isPresent() ? "github-actions[bot]" : "anna"))
        .add("created_at", time(deployment.createdAt()))
        .add("updated_at", time(deployment.states().getLast().at()));
  }

  private GitHubReply statuses(GitHubRequest request, List<String> rest) {
    Optional<RecordedDeployment> found =
        environment.all().stream()
            .filter(d -> Long.toString(d.id()).equals(rest.get(1)))
            .findFirst();
    if (found.isEmpty() || rest.size() != 3 || !rest.get(2).equals("statuses")) {
      return GitHubReply.notFound();
    }
    String link =
        found
            .get()
            .run()
            .map(run ->
                RunRoutes.page(request, prefix, repository, run)
                    + "/job/"
                    + run.jobs(Instant.EPOCH).getLast().id())
            .or(() ->
                found
                    .get()
                    .workflow()
                    .map(_ -> RunRoutes.page(request, prefix, repository, found.get().id())))
            .orElse("");
    JsonArrayBuilder statuses = JsonHelper.array();
    long id = found.get().id() * 10;
    for (RecordedState state : found.get().states().reversed()) {
      statuses.add(
          JsonHelper.object()
              .add("id", id++)
              .add("state", state.state())
              .add("environment", found.get().environment())
              .add("log_url", link)
              .add("target_url", link)
              .add("created_at", state.at().toString()));
    }
    return GitHubReply.json(200, statuses.build());
  }

  /** Of a deployment that was there before. */
  private Optional<GitHubReply> earlierRun(List<String> rest) {
    return environment.all().stream()
        .filter(_ -> rest.size() == 3 && rest.get(1).equals("runs"))
        .filter(d -> Long.toString(d.id()).equals(rest.get(2)) && d.workflow().isPresent())
        .findFirst()
        .map(d ->
            GitHubReply.json(
                200,
                JsonHelper.object()
                    .add("id", d.id())
                    .add("display_title", "Deploy " + d.commit())
                    .add("path", d.workflow().orElseThrow())
                    .add("status", "completed")
                    .add("conclusion", d.states().getLast().state())
                    .build()));
  }

  private GitHubReply environment(List<String> rest) {
    if (rest.size() != 2 || !repository.hasEnvironment(rest.get(1))) {
      return GitHubReply.notFound();
    }
    JsonArrayBuilder rules = JsonHelper.array();
    if (repository.isOn(ActionsFault.NEEDS_APPROVAL)) {
      rules.add(
          JsonHelper.object()
              .add("id", 1)
              .add("type", "required_reviewers")
              .add("prevent_self_review", false));
    }
    return GitHubReply.json(
        200,
        JsonHelper.object()
            .add("id", 161171787)
            .add("name", rest.get(1))
            .add("protection_rules", rules)
            .build());
  }
}
