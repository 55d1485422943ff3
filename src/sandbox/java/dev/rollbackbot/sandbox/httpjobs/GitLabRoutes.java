package dev.rollbackbot.sandbox.httpjobs;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The project 42 of a GitLab: its pipeline is called {@code rollback} and the input {@code
 * correlation}, and has one job, whose id is that of the pipeline and a 0.
 */
record GitLabRoutes(String token, SimulatedRuns runs) {
  private static final String PROJECT = "42";

  RunnerReply answer(RunnerRequest request) {
    boolean known =
        request.header("private-token").equals(token)
            || request.header("authorization").equals("Bearer " + token);
    if (!known) {
      return message(401, "401 Unauthorized");
    }
    if (request.path().size() < 5 || !request.path().get(3).equals(PROJECT)) {
      return message(404, "404 Project Not Found");
    }
    String kind = request.path().get(4);
    return switch (kind) {
      case "pipeline" -> request.method().equals("POST") ? start(request) : notFound();
      case "pipelines" -> pipelines(request);
      case "jobs" -> jobs(request);
      default -> notFound();
    };
  }

  private RunnerReply start(RunnerRequest request) {
    JsonObject asked = request.json();
    String ref = JsonHelper.text(asked, "ref");
    if (ref.isEmpty()) {
      return RunnerReply.json(
          400, JsonHelper.object().add("error", "ref is missing, ref is empty").build());
    }
    if (!ref.equals("main")) {
      return RunnerReply.json(
          400,
          JsonHelper.object()
              .add(
                  "message",
                  JsonHelper.object().add("base", JsonHelper.array().add("Reference not found")))
              .build());
    }
    Map<String, String> inputs = new HashMap<>();
    JsonHelper.child(asked, "inputs")
        .ifPresent(object ->
            object.forEach((name, value) ->
                inputs.put(
                    name, value instanceof JsonString text ? text.getString() : "" + value)));
    return RunnerReply.json(201, json(runs.add(inputs)));
  }

  private RunnerReply pipelines(RunnerRequest request) {
    if (request.method().equals("GET") && request.path().size() == 5) {
      JsonArrayBuilder list = JsonHelper.array();
      Optional<String> name = Optional.ofNullable(request.query().get("name"));
      runs.all(run -> name.isEmpty() || name.get().equals(name(run)))
          .forEach(run -> list.add(json(run)));
      return RunnerReply.json(200, list.build());
    }
    Optional<SimulatedRun> run =
        request.path().size() > 5 ? runs.numbered(request.path().get(5)) : Optional.empty();
    if (run.isEmpty()) {
      return notFound();
    }
    if (request.path().size() == 6) {
      return RunnerReply.json(200, json(run.get()));
    }
    return switch (request.method() + " " + request.path().get(6)) {
      case "GET jobs" -> RunnerReply.json(200, JsonHelper.array().add(job(run.get())).build());
      case "POST cancel" -> {
        runs.stop(run.get());
        yield RunnerReply.json(200, json(run.get()));
      }
      default -> notFound();
    };
  }

  private RunnerReply jobs(RunnerRequest request) {
    String id = request.path().size() > 5 ? request.path().get(5) : "";
    Optional<SimulatedRun> run =
        id.endsWith("0") ? runs.numbered(id.substring(0, id.length() - 1)) : Optional.empty();
    if (run.isEmpty()) {
      return notFound();
    }
    boolean trace = request.path().size() == 7 && request.path().get(6).equals("trace");
    return trace ? RunnerReply.text(200, run.get().log()) : RunnerReply.json(200, job(run.get()));
  }

  private JsonObject json(SimulatedRun run) {
    return JsonHelper.object()
        .add("id", run.number)
        .add("project_id", Integer.parseInt(PROJECT))
        .add("ref", "main")
        .add("source", "api")
        .add("name", name(run))
        .add("status", status(run))
        .build();
  }

  private JsonObject job(SimulatedRun run) {
    return JsonHelper.object()
        .add("id", run.number * 10)
        .add("name", "deploy")
        .add("stage", "deploy")
        .add("status", status(run))
        .add("pipeline", json(run))
        .build();
  }

  private static String name(SimulatedRun run) {
    return "rollback " + run.parameters.getOrDefault("correlation", "");
  }

  private String status(SimulatedRun run) {
    if (runs.isOn(RunnerFault.STRANGE_STATE)) {
      return "levitating";
    }
    return switch (run.phase) {
      case WAITING -> "waiting_for_resource";
      case RUNNING, CLOSING -> "running";
      case STOPPING -> "canceling";
      case SUCCEEDED -> "success";
      case FAILED -> "failed";
      case STOPPED -> "canceled";
    };
  }

  private static RunnerReply notFound() {
    return message(404, "404 Not found");
  }

  private static RunnerReply message(int status, String text) {
    return RunnerReply.json(status, JsonHelper.object().add("message", text).build());
  }
}
