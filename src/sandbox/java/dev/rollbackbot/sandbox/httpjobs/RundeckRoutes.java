package dev.rollbackbot.sandbox.httpjobs;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One job of a Rundeck: it runs once at a time, and its option {@code version} is required. */
record RundeckRoutes(String token, SimulatedRuns runs) {
  static final String JOB = "3f9c2d1a-0000-4000-8000-000000000001";
  private static final int OLDEST_VERSION = 18;
  private static final int NEWEST_VERSION = 50;

  RunnerReply answer(RunnerRequest request) {
    if (!supported(request)) {
      return error(400, "api.error.api-version.unsupported", "Unsupported API Version");
    }
    if (!request.header("x-rundeck-auth-token").equals(token)) {
      return error(403, "unauthorized", "(Token:…) is not authorized");
    }
    if (request.is("POST", "api", "*", "job", JOB, "run")) {
      return start(request);
    }
    if (request.is("GET", "api", "*", "project", "shop", "executions", "running")) {
      return list(request, "jobIdFilter", runs.all(run -> !run.ended()));
    }
    if (request.is("GET", "api", "*", "project", "shop", "executions")) {
      return list(request, "jobIdListFilter", runs.all(SimulatedRun::ended));
    }
    Optional<SimulatedRun> run =
        request.path().size() > 3 && request.path().get(2).equals("execution")
            ? runs.numbered(request.path().get(3))
            : Optional.empty();
    if (run.isEmpty()) {
      return error(404, "api.error.item.doesnotexist", "It does not exist");
    }
    if (request.is("GET", "api", "*", "execution", "*")) {
      return RunnerReply.json(200, json(run.get()));
    }
    if (request.is("GET", "api", "*", "execution", "*", "output")) {
      return RunnerReply.json(200, output(run.get()));
    }
    if (request.is("POST", "api", "*", "execution", "*", "abort")) {
      runs.stop(run.get());
      JsonObjectBuilder abort = JsonHelper.object().add("status", "pending");
      return RunnerReply.json(
          200, JsonHelper.object().add("abort", abort).add("execution", json(run.get())).build());
    }
    return error(404, "api.error.item.doesnotexist", "It does not exist");
  }

  private static boolean supported(RunnerRequest request) {
    String version = request.path().size() > 2 ? request.path().get(1) : "";
    return version.matches("[0-9]{1,3}")
        && Integer.parseInt(version) >= OLDEST_VERSION
        && Integer.parseInt(version) <= NEWEST_VERSION;
  }

  private RunnerReply start(RunnerRequest request) {
    Map<String, String> options = new HashMap<>();
    JsonHelper.child(request.json(), "options")
        .ifPresent(object ->
            object.forEach((name, value) ->
                options.put(
                    name, value instanceof JsonString text ? text.getString() : "" + value)));
    if (!options.containsKey("version")) {
      return error(
          400, "api.error.job.options-invalid", "Job options were not valid: version is required");
    }
    List<SimulatedRun> running = runs.all(run -> !run.ended());
    if (!running.isEmpty()) {
      return error(
          409,
          "api.error.execution.conflict",
          "Job \"Roll back\" is currently being executed {{Execution %d}}"
              .formatted(running.getFirst().number));
    }
    return RunnerReply.json(200, json(runs.add(options)));
  }

  private RunnerReply list(RunnerRequest request, String filter, List<SimulatedRun> found) {
    JsonArrayBuilder executions = JsonHelper.array();
    if (JOB.equals(request.query().get(filter))) {
      int max = Integer.parseInt(request.query().getOrDefault("max", "20"));
      found.stream().limit(max).forEach(run -> executions.add(json(run)));
    }
    return RunnerReply.json(200, JsonHelper.object().add("executions", executions).build());
  }

  private JsonObject json(SimulatedRun run) {
    JsonObjectBuilder options = JsonHelper.object();
    run.parameters.forEach(options::add);
    return JsonHelper.object()
        .add("id", run.number)
        .add("status", status(run))
        .add("project", "shop")
        .add("user", "rollback-bot")
        .add("job", JsonHelper.object().add("id", JOB).add("options", options))
        .build();
  }

  /** Offsets are strings. */
  private static JsonObject output(SimulatedRun run) {
    JsonArrayBuilder entries = JsonHelper.array();
    run.log()
        .lines()
        .forEach(line -> entries.add(JsonHelper.object().add("level", "NORMAL").add("log", line)));
    return JsonHelper.object()
        .add("id", "" + run.number)
        .add("offset", "" + run.log().length())
        .add("completed", true)
        .add("execCompleted", run.ended())
        .add("entries", entries)
        .build();
  }

  private String status(SimulatedRun run) {
    if (runs.isOn(RunnerFault.STRANGE_STATE)) {
      return "levitating";
    }
    return switch (run.phase) {
      case WAITING -> "scheduled";
      case RUNNING, CLOSING, STOPPING -> "running";
      case SUCCEEDED -> "succeeded";
      case FAILED -> "failed";
      case STOPPED -> "aborted";
    };
  }

  private static RunnerReply error(int status, String code, String message) {
    return RunnerReply.json(
        status,
        JsonHelper.object()
            .add("error", true)
            .add("apiversion", NEWEST_VERSION)
            .add("errorCode", code)
            .add("message", message)
            .build());
  }
}
