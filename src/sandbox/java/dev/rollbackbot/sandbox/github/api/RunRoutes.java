package dev.rollbackbot.sandbox.github.api;

import dev.rollbackbot.sandbox.github.actions.ActionsRepository;
import dev.rollbackbot.sandbox.github.actions.WorkflowRun;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs, their jobs and logs, approvals and cancellation. */
record RunRoutes(ActionsRepository repository, String prefix, InstantSource clock) {
  private static final int AFTER_REPOSITORY = 3;
  private static final int ENVIRONMENT = 161171787;

  Optional<GitHubReply> answer(GitHubRequest request) {
    List<String> rest = request.path().subList(AFTER_REPOSITORY, request.path().size());
    if (request.is("GET", "repos", "*", "*", "actions", "jobs", "*", "logs")) {
      return Optional.of(log(request, rest.get(2)));
    }
    if (rest.size() < 3 || !rest.get(0).equals("actions") || !rest.get(1).equals("runs")) {
      return Optional.empty();
    }
    String what = request.method() + " " + String.join("/", rest.subList(3, rest.size()));
    return repository
        .run(rest.get(2))
        .map(run ->
            switch (what) {
              case "GET " ->
                  GitHubReply.json(
                      200,
                      RunJson.run(repository, run, now(), page(request, prefix, repository, run)));
              case "GET jobs" -> jobs(run);
              case "POST cancel" -> cancel(run);
              case "GET pending_deployments" -> GitHubReply.json(200, pending(run));
              case "POST pending_deployments" -> decide(request, run);
              default -> GitHubReply.notFound();
            });
  }

  private Instant now() {
    return clock.instant();
  }

  /** Where people see it. */
  static String page(
      GitHubRequest request, String prefix, ActionsRepository repository, WorkflowRun run) {
    return page(request, prefix, repository, run.id);
  }

  static String page(GitHubRequest request, String prefix, ActionsRepository repository, long run) {
    return "http://%s%s/%s/actions/runs/%d"
        .formatted(request.host(), prefix, repository.fullName(), run);
  }

  private GitHubReply jobs(WorkflowRun run) {
    JsonArray jobs = RunJson.jobs(run, now());
    return GitHubReply.json(
        200, JsonHelper.object().add("total_count", jobs.size()).add("jobs", jobs).build());
  }

  private GitHubReply cancel(WorkflowRun run) {
    return repository.cancel(run)
        ? GitHubReply.json(202, JsonHelper.object().build())
        : GitHubReply.error(409, "Cannot cancel a workflow run that is completed.");
  }

  private JsonArray pending(WorkflowRun run) {
    if (!run.needsApproval(now())) {
      return JsonValue.EMPTY_JSON_ARRAY;
    }
    return JsonHelper.array()
        .add(
            JsonHelper.object()
                .add(
                    "environment",
                    JsonHelper.object()
                        .add("id", ENVIRONMENT)
                        .add("name", run.workflow.environment()))
                .add("wait_timer", 0)
                .add("current_user_can_approve", true)
                .add(
                    "reviewers",
                    JsonHelper.array()
                        .add(
                            JsonHelper.object()
                                .add("type", "User")
                                .add("reviewer", JsonHelper.object().add("login", "octocat")))))
        .build();
  }

  private GitHubReply decide(GitHubRequest request, WorkflowRun run) {
    JsonObject body = request.json().orElse(JsonValue.EMPTY_JSON_OBJECT);
    String state = JsonHelper.text(body, "state");
    boolean complete =
        List.of("approved", "rejected").contains(state)
            && !JsonHelper.list(body, "environment_ids").isEmpty()
            && body.containsKey("comment");
    if (!complete || !repository.decide(run, state.equals("approved"))) {
      return GitHubReply.error(422, "Unprocessable Entity");
    }
    return GitHubReply.json(
        200,
        JsonHelper.array()
            .add(JsonHelper.object().add("environment", run.workflow.environment()))
            .build());
  }

  /** On another host, whose name differs from the API's. */
  private GitHubReply log(GitHubRequest request, String job) {
    boolean known = job(job).filter(j -> j.job().standing().ended()).isPresent();
    if (!known) {
      return GitHubReply.notFound();
    }
    String port = request.host().replaceFirst(".*:", "");
    return GitHubReply.empty(
        302,
        Map.of(
            "Location",
            "http://localhost:%s%s/storage/%s?sig=sandbox-secret-storage"
                .formatted(port, prefix, job)));
  }

  private record FoundJob(WorkflowRun run, WorkflowRun.JobStanding job) {}

  private Optional<FoundJob> job(String id) {
    return repository.runs().stream()
        .flatMap(run -> run.jobs(now()).stream().map(job -> new FoundJob(run, job)))
        .filter(found -> Long.toString(found.job().id()).equals(id))
        .findFirst();
  }

  GitHubReply stored(GitHubRequest request) {
    if (!request.authorization().isEmpty()) {
      return xml(400, "InvalidAuthenticationInfo");
    }
    if (!request.query().getOrDefault("sig", "").equals("sandbox-secret-storage")) {
      return xml(403, "AuthenticationFailed");
    }
    Optional<FoundJob> found = job(request.path().getLast()).filter(f -> f.job().started());
    if (found.isEmpty()) {
      return xml(404, "BlobNotFound");
    }
    String log = RunJson.log(found.get().run(), found.get().job());
    if (request.range().matches("bytes=[0-9]{1,9}-")) {
      int from = Integer.parseInt(request.range().replaceAll("[^0-9]", ""));
      return GitHubReply.text(
          206, Map.of(), "text/plain", log.substring(Math.min(from, log.length())));
    }
    return GitHubReply.text(200, Map.of(), "text/plain", log);
  }

  private static GitHubReply xml(int status, String code) {
    return GitHubReply.text(
        status, Map.of(), "application/xml", "<Error><Code>" + code + "</Code></Error>");
  }
}
