package dev.rollbackbot.sandbox.httpjobs;

import dev.rollbackbot.sandbox.httpjobs.SimulatedRun.Phase;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The job {@code rollback} of a Jenkins, with the parameters VERSION and CORRELATION: a start says
 * the place in the queue, not the build; unknown parameters are dropped, missing ones take their
 * standard.
 */
record JenkinsRoutes(String address, String login, SimulatedRuns runs) {
  private static final Map<String, String> STANDARDS =
      Map.of("VERSION", "1.0.0", "CORRELATION", "");

  RunnerReply answer(RunnerRequest request) {
    String expected =
        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    if (!request.header("authorization").equals(expected)) {
      return RunnerReply.page(request.header("authorization").isEmpty() ? 403 : 401);
    }
    if (request.is("POST", "job", "rollback", "buildWithParameters")) {
      return start(request);
    }
    if (request.is("GET", "queue", "api", "json")) {
      return RunnerReply.json(200, queue());
    }
    if (request.is("GET", "job", "rollback", "api", "json")) {
      JsonArrayBuilder builds = JsonHelper.array();
      runs.all(run -> run.begun).forEach(run -> builds.add(json(run)));
      return RunnerReply.json(200, JsonHelper.object().add("builds", builds).build());
    }
    if (request.is("POST", "queue", "cancelItem")) {
      return cancelItem(request);
    }
    if (request.path().size() > 2 && request.path().get(0).equals("job")) {
      return runs.numbered(request.path().get(2))
          .filter(run -> run.begun)
          .map(run -> build(request, run))
          .orElseGet(() -> RunnerReply.page(404));
    }
    return RunnerReply.page(404);
  }

  private RunnerReply start(RunnerRequest request) {
    Map<String, String> parameters = new HashMap<>(STANDARDS);
    Map<String, String> given = new HashMap<>(request.query());
    given.putAll(request.form());
    given.forEach(parameters::replace);
    List<SimulatedRun> same =
        runs.all(run -> run.phase == Phase.WAITING && run.parameters.equals(parameters));
    return same.isEmpty()
        ? RunnerReply.at(201, item(runs.add(parameters)))
        : RunnerReply.at(303, item(same.getFirst()));
  }

  private String item(SimulatedRun run) {
    return address + "/queue/item/" + run.place + "/";
  }

  private JsonObject queue() {
    JsonArrayBuilder items = JsonHelper.array();
    runs.all(run -> run.phase == Phase.WAITING)
        .forEach(run ->
            items.add(
                JsonHelper.object()
                    .add("id", run.place)
                    .add("why", "Waiting for next available executor")
                    .add("actions", actions(run))));
    return JsonHelper.object().add("items", items).build();
  }

  private RunnerReply cancelItem(RunnerRequest request) {
    Optional<SimulatedRun> run =
        runs.placed(request.query().getOrDefault("id", "")).filter(r -> r.phase == Phase.WAITING);
    run.ifPresent(runs::stop);
    return RunnerReply.text(run.isPresent() ? 204 : 404, "");
  }

  private RunnerReply build(RunnerRequest request, SimulatedRun run) {
    String number = "" + run.number;
    if (request.is("GET", "job", "rollback", number, "api", "json")) {
      return RunnerReply.json(200, json(run));
    }
    if (request.is("GET", "job", "rollback", number, "consoleText")) {
      return RunnerReply.text(200, run.log().replace("\n", "\r\n"));
    }
    if (request.is("POST", "job", "rollback", number, "stop")) {
      runs.stop(run);
      return RunnerReply.at(302, address + "/job/rollback/" + number + "/");
    }
    return RunnerReply.page(404);
  }

  private JsonObject json(SimulatedRun run) {
    JsonObjectBuilder build =
        JsonHelper.object()
            .add("number", run.number)
            .add("queueId", run.place)
            .add("building", !run.ended())
            .add("inProgress", !run.ended())
            .add("actions", actions(run));
    Optional<String> result = result(run);
    return (result.isPresent()
            ? build.add("result", result.get())
            : build.add("result", JsonValue.NULL))
        .build();
  }

  private static JsonArrayBuilder actions(SimulatedRun run) {
    JsonArrayBuilder parameters = JsonHelper.array();
    run.parameters.forEach(
        (name, value) -> parameters.add(JsonHelper.object().add("name", name).add("value", value)));
    return JsonHelper.array()
        .add(JsonValue.EMPTY_JSON_OBJECT)
        .add(JsonHelper.object().add("parameters", parameters));
  }

  private Optional<String> result(SimulatedRun run) {
    if (runs.isOn(RunnerFault.STRANGE_STATE) && run.ended()) {
      return Optional.of("LEVITATING");
    }
    return switch (run.phase) {
      case WAITING, RUNNING, STOPPING -> Optional.empty();
      case CLOSING, SUCCEEDED -> Optional.of("SUCCESS");
      case FAILED -> Optional.of("FAILURE");
      case STOPPED -> Optional.of("ABORTED");
    };
  }
}
