package dev.rollbackbot.sandbox.github.api;

import dev.rollbackbot.sandbox.github.actions.ActionsRepository;
import dev.rollbackbot.sandbox.github.actions.WorkflowFile;
import dev.rollbackbot.sandbox.github.actions.WorkflowRun;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How workflows, runs and jobs are described. */
final class RunJson {
  private static final int LINES = 40;
  private static final int HUGE_LINES = 60_000;

  private RunJson() {}

  static JsonObject workflow(WorkflowFile workflow) {
    return JsonHelper.object()
        .add("id", workflow.id())
        .add("name", workflow.name())
        .add("path", workflow.path())
        .add("state", workflow.active() ? "active" : "disabled_manually")
        .build();
  }

  static JsonObject run(ActionsRepository repository, WorkflowRun run, Instant now, String page) {
    WorkflowRun.RunStanding standing = run.standing(now);
    return with(
            JsonHelper.object()
                .add("id", run.id)
                .add("name", run.workflow.name())
                .add("display_title", run.title)
                .add("head_branch", run.ref)
                .add("head_sha", run.sha)
                .add("path", run.workflow.path())
                .add("event", "workflow_dispatch"),
            standing)
        .add("workflow_id", run.workflow.id())
        .add("run_attempt", 1)
        .add("created_at", run.createdAt.truncatedTo(ChronoUnit.SECONDS).toString())
        .add("html_url", page)
        .add("repository", JsonHelper.object().add("full_name", repository.fullName()))
        .build();
  }

  private static JsonObjectBuilder with(
      JsonObjectBuilder object, WorkflowRun.RunStanding standing) {
    object.add("status", standing.status());
    return standing.conclusion().isEmpty()
        ? object.add("conclusion", JsonValue.NULL)
        : object.add("conclusion", standing.conclusion());
  }

  static JsonArray jobs(WorkflowRun run, Instant now) {
    JsonArrayBuilder jobs = JsonHelper.array();
    for (WorkflowRun.JobStanding job : run.jobs(now)) {
      jobs.add(
          with(
                  JsonHelper.object()
                      .add("id", job.id())
                      .add("run_id", run.id)
                      .add("run_attempt", 1)
                      .add("name", job.name()),
                  job.standing())
              .add("steps", steps(job)));
    }
    return jobs.build();
  }

  private static JsonArrayBuilder steps(WorkflowRun.JobStanding job) {
    JsonArrayBuilder steps = JsonHelper.array();
    if (!job.started()) {
      return steps;
    }
    boolean ended = job.standing().ended();
    steps.add(step(1, "Set up job", done("success")));
    return steps.add(
        step(2, "Run ./" + job.name(), ended ? done(job.standing().conclusion()) : job.standing()));
  }

  private static WorkflowRun.RunStanding done(String conclusion) {
    return new WorkflowRun.RunStanding("completed", conclusion);
  }

  private static JsonObjectBuilder step(int number, String name, WorkflowRun.RunStanding standing) {
    return with(JsonHelper.object().add("number", number).add("name", name), standing);
  }

  /** What a job printed, with things in it that nobody should read. */
  static String log(WorkflowRun run, WorkflowRun.JobStanding job) {
    StringBuilder out = new StringBuilder();
    String at = run.createdAt.truncatedTo(ChronoUnit.SECONDS) + " ";
    out.append(at).append("##[group]Run ./").append(job.name()).append('\n');
    for (int i = 1; i <= (run.hugeLog() ? HUGE_LINES : LINES); i++) {
      out.append(at).append("line ").append(i).append(" of ").append(job.name());
      out.append(run.hugeLog() ? " with password=hunter2-hunter2-hunter2\n" : "\n");
    }
    out.append(at).append("token=abcdefgh12345678 for anna@example.org\n");
    return out.append(at).append("the end of ").append(job.name()).append('\n').toString();
  }
}
