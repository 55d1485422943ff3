package dev.rollbackbot.sandbox.shop;

import dev.rollbackbot.sandbox.github.actions.WorkflowRun;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import java.time.Instant;
import java.util.List;

/** Workflow runs as the page shows them: the newest few, newest first. */
final class WorkflowRunsJson {
  private static final int SHOWN = 5;

  private WorkflowRunsJson() {}

  static JsonArray of(List<WorkflowRun> newestFirst, Instant now) {
    JsonArrayBuilder out = JsonHelper.array();
    for (WorkflowRun run : newestFirst.stream().limit(SHOWN).toList()) {
      JsonArrayBuilder jobs = JsonHelper.array();
      for (WorkflowRun.JobStanding job : run.jobs(now)) {
        jobs.add(JsonHelper.object().add("name", job.name()).add("state", word(job.standing())));
      }
      out.add(
          JsonHelper.object()
              .add("id", Long.toString(run.id))
              .add("title", run.title)
              .add("workflow", run.workflow.file())
              .add("since", run.createdAt.toString())
              .add("state", word(run.standing(now)))
              .add("jobs", jobs));
    }
    return out.build();
  }

  private static String word(WorkflowRun.RunStanding standing) {
    return standing.ended() ? standing.conclusion() : standing.status();
  }
}
