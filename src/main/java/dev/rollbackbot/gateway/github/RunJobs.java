package dev.rollbackbot.gateway.github;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.github.api.GitHubClient;
import dev.rollbackbot.incident.rollback.Invocation.RunWorkflow;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The jobs of a run: while they run only their steps show, their logs exist when they ended. */
final class RunJobs {
  private static final int PAGE = 50;
  private static final int MOST_PAGES = 4;
  private static final int LOG_CHARACTERS = 40_000;

  private RunJobs() {}

  /**
   * One job of the latest attempt.
   *
   * @param conclusion empty until it has ended
   * @param step that is under way, in a few words; empty: none
   */
  record WorkflowJob(String id, String name, String status, String conclusion, String step) {
    String line() {
      String how = status.equals("completed") ? conclusion : status.replace('_', ' ');
      return "%s: %s%s".formatted(name, how, step.isEmpty() ? "" : ", " + step);
    }
  }

  static String path(RunWorkflow run, String runId) {
    return "/repos/%s/actions/runs/%s".formatted(run.repository(), runId);
  }

  static List<WorkflowJob> read(
      GitHubClient client, RunWorkflow run, String runId, RateLimitBudget budget)
      throws ProviderReadException {
    List<WorkflowJob> jobs = new ArrayList<>();
    for (int page = 1; page <= MOST_PAGES; page++) {
      List<JsonObject> read =
          client.list(
              path(run, runId) + "/jobs?filter=latest&per_page=%d&page=%d".formatted(PAGE, page),
              "jobs",
              budget);
      read.forEach(j -> jobs.add(job(j)));
      if (read.size() < PAGE) {
        break;
      }
    }
    return jobs;
  }

  private static WorkflowJob job(JsonObject job) {
    List<JsonObject> steps = BoundedJson.entries(job, "steps").orElse(List.of());
    Optional<JsonObject> current =
        steps.stream()
            .filter(s -> BoundedJson.text(s, "status").filter("in_progress"::equals).isPresent())
            .findFirst();
    return new WorkflowJob(
        WorkflowRunSearch.id(job, "id").orElse(""),
        word(job, "name"),
        word(job, "status"),
        word(job, "conclusion"),
        current
            .map(s ->
                "step %d of %d “%s”".formatted(steps.indexOf(s) + 1, steps.size(), word(s, "name")))
            .orElse(""));
  }

  private static String word(JsonObject object, String name) {
    return ProviderText.name(BoundedJson.text(object, name).orElse(""));
  }

  /** The ends of the logs, if all jobs have ended, and then how each job stands. */
  static String output(GitHubClient client, RunWorkflow run, List<WorkflowJob> jobs, String page) {
    StringBuilder out = new StringBuilder();
    if (!jobs.isEmpty() && jobs.stream().allMatch(j -> j.status().equals("completed"))) {
      for (WorkflowJob job : jobs) {
        client
            .text("/repos/%s/actions/jobs/%s/logs".formatted(run.repository(), job.id()))
            .ifPresent(log ->
                out.append("== ")
                    .append(job.line())
                    .append('\n')
                    .append(log.masked(LOG_CHARACTERS, List.of()))
                    .append(out.charAt(out.length() - 1) == '\n' ? "\n" : "\n\n"));
      }
    }
    out.append("== ").append(page).append('\n');
    jobs.forEach(job -> out.append(job.line()).append('\n'));
    return out.toString();
  }
}
