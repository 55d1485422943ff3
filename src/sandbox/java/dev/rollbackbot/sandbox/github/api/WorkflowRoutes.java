package dev.rollbackbot.sandbox.github.api;

import dev.rollbackbot.sandbox.github.actions.ActionsFault;
import dev.rollbackbot.sandbox.github.actions.ActionsRepository;
import dev.rollbackbot.sandbox.github.actions.WorkflowFile;
import dev.rollbackbot.sandbox.github.actions.WorkflowFile.WorkflowInput;
import dev.rollbackbot.sandbox.github.actions.WorkflowRun;
import dev.rollbackbot.sandbox.github.pulls.RepositoryPulls;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The repository, its workflows' files, and the start of workflows. */
record WorkflowRoutes(RepositoryPulls pulls, String prefix, InstantSource clock) {
  private static final int MOST_INPUTS = 25;
  private static final int PAGE = 30;
  private static final int LARGEST_PAGE = 100;
  private static final int AFTER_REPOSITORY = 3;

  private ActionsRepository repository() {
    return pulls.repository();
  }

  Optional<GitHubReply> answer(GitHubRequest request) {
    List<String> rest = request.path().subList(AFTER_REPOSITORY, request.path().size());
    if (rest.isEmpty() && request.method().equals("GET")) {
      return Optional.of(
          GitHubReply.json(
              200,
              JsonHelper.object()
                  .add("id", 1)
                  .add("name", repository().name())
                  .add("full_name", repository().fullName())
                  .add("default_branch", "main")
                  .build()));
    }
    if (request.is("GET", "repos", "*", "*", "contents", ".github", "workflows", "*")) {
      return Optional.of(contents(request, rest.getLast()));
    }
    if (rest.size() < 3 || !rest.get(0).equals("actions") || !rest.get(1).equals("workflows")) {
      return Optional.empty();
    }
    Optional<WorkflowFile> workflow = repository().workflow(rest.get(2));
    String what = request.method() + " " + String.join("/", rest.subList(3, rest.size()));
    return Optional.of(
        workflow
            .map(w ->
                switch (what) {
                  case "GET " -> GitHubReply.json(200, RunJson.workflow(w));
                  case "GET runs" -> runs(request, w);
                  case "POST dispatches" -> dispatch(request, w);
                  default -> GitHubReply.notFound();
                })
            .orElseGet(GitHubReply::notFound));
  }

  private GitHubReply contents(GitHubRequest request, String file) {
    Optional<WorkflowFile> workflow =
        repository().workflow(file).filter(w -> w.file().equals(file));
    String ref = request.query().getOrDefault("ref", "main");
    if (!repository().hasRef(ref)) {
      return GitHubReply.error(404, "No commit found for the ref " + ref);
    }
    return workflow
        .<GitHubReply>map(w ->
            GitHubReply.json(
                200,
                JsonHelper.object()
                    .add("type", "file")
                    .add("encoding", "base64")
                    .add("path", w.path())
                    .add(
                        "content",
                        Base64.getMimeEncoder()
                            .encodeToString(w.content().getBytes(StandardCharsets.UTF_8)))
                    .build()))
        .orElseGet(GitHubReply::notFound);
  }

  private GitHubReply runs(GitHubRequest request, WorkflowFile workflow) {
    if (repository().isOn(ActionsFault.LISTS_FAIL)) {
      return GitHubReply.error(502, "Server Error");
    }
    Optional<Instant> since = Optional.empty();
    String created = request.query().getOrDefault("created", "");
    if (created.startsWith(">=")) {
      try {
        since = Optional.of(Instant.parse(created.substring(2)));
      } catch (DateTimeParseException e) {
        return GitHubReply.error(422, "Invalid request: created");
      }
    }
    Instant from = since.orElse(Instant.MIN);
    String event = request.query().getOrDefault("event", "workflow_dispatch");
    List<WorkflowRun> all =
        repository().listed(workflow).stream()
            .filter(r -> event.equals("workflow_dispatch") && !r.createdAt.isBefore(from))
            .toList();
    int size = Math.min(LARGEST_PAGE, request.number("per_page", PAGE));
    long skip = (long) size * (request.number("page", 1) - 1);
    JsonArrayBuilder page = JsonHelper.array();
    all.stream()
        .skip(skip)
        .limit(size)
        .forEach(r ->
            page.add(
                RunJson.run(
                    repository(),
                    r,
                    clock.instant(),
                    RunRoutes.page(request, prefix, repository(), r))));
    return GitHubReply.json(
        200, JsonHelper.object().add("total_count", all.size()).add("workflow_runs", page).build());
  }

  private GitHubReply dispatch(GitHubRequest request, WorkflowFile workflow) {
    Optional<JsonObject> body = request.json();
    if (body.isEmpty()) {
      return GitHubReply.error(400, "Problems parsing JSON");
    }
    Optional<String> extra =
        body.get().keySet().stream().filter(k -> !Set.of("ref", "inputs").contains(k)).findFirst();
    if (extra.isPresent()) {
      return GitHubReply.error(400, "\"%s\" is not a permitted key.".formatted(extra.get()));
    }
    if (!workflow.active()) {
      return GitHubReply.error(422, "Cannot trigger a 'workflow_dispatch' on a disabled workflow");
    }
    String ref = JsonHelper.text(body.get(), "ref").replaceFirst("^refs/(heads|tags)/", "");
    if (!repository().hasRef(ref)) {
      return GitHubReply.error(422, "No ref found for: " + ref);
    }
    Map<String, String> inputs = new HashMap<>();
    JsonHelper.child(body.get(), "inputs")
        .orElse(JsonValue.EMPTY_JSON_OBJECT)
        .forEach((name, value) ->
            inputs.put(name, value instanceof JsonString s ? s.getString() : value.toString()));
    Optional<String> problem = problem(workflow, inputs);
    if (problem.isPresent()) {
      return GitHubReply.error(422, problem.get());
    }
    if (repository().take(ActionsFault.HEAD_MOVES_ONCE)) {
      pulls.push(ref);
    }
    WorkflowRun run = repository().start(workflow, ref, pulls.commit(ref).orElseThrow(), inputs);
    boolean tells =
        !repository().isOn(ActionsFault.OLD_SERVER) && request.version().startsWith("2026");
    if (!tells) {
      return GitHubReply.empty(204, Map.of());
    }
    return GitHubReply.json(
        200,
        JsonHelper.object()
            .add("workflow_run_id", run.id)
            .add(
                "run_url",
                request.host() + "/repos/" + repository().fullName() + "/actions/runs/" + run.id)
            .add("html_url", RunRoutes.page(request, prefix, repository(), run))
            .build());
  }

  private static Optional<String> problem(WorkflowFile workflow, Map<String, String> inputs) {
    if (inputs.size() > MOST_INPUTS) {
      return Optional.of("you may only define up to 25 `inputs` for a `workflow_dispatch` event");
    }
    List<String> names = workflow.inputs().stream().map(WorkflowInput::name).toList();
    List<String> unexpected =
        inputs.keySet().stream().filter(n -> !names.contains(n)).map(n -> "\"" + n + "\"").toList();
    if (!unexpected.isEmpty()) {
      return Optional.of("Unexpected inputs provided: " + unexpected);
    }
    for (WorkflowInput input : workflow.inputs()) {
      Optional<String> value = Optional.ofNullable(inputs.get(input.name()));
      if (input.required() && value.isEmpty()) {
        return Optional.of("Required input '%s' not provided".formatted(input.name()));
      }
      if (value.isPresent()
          && !input.options().isEmpty()
          && !input.options().contains(value.get())) {
        return Optional.of(
            "Provided value '%s' for input '%s' not in the list of allowed values"
                .formatted(value.get(), input.name()));
      }
    }
    return Optional.empty();
  }
}
