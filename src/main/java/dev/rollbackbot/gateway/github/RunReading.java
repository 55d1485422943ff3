package dev.rollbackbot.gateway.github;

import dev.rollbackbot.app.CommandGateway.WaitsForPerson;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.JobRunner.JobState;
import dev.rollbackbot.gateway.JobRunner.RunAsBefore;
import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.gateway.JobRunner.RunLost;
import dev.rollbackbot.gateway.JobRunner.RunUnderWay;
import dev.rollbackbot.gateway.JobRunner.RunUnreadable;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.github.api.GitHubClient;
import dev.rollbackbot.gateway.github.api.GitHubOptions;
import dev.rollbackbot.incident.rollback.Invocation.RunWorkflow;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How a run stands. Only success is success; a word that GitHub did not have is unknown. */
record RunReading(GitHubClient client, GitHubOptions options) {
  private static final Set<String> UNDER_WAY =
      Set.of("requested", "queued", "pending", "in_progress");
  private static final String COMPLETED = "completed";
  private static final String SUCCESS = "success";

  /** Conclusions that are no success. */
  private static final Set<String> WITHOUT_SUCCESS =
      Set.of(
          "failure",
          "cancelled",
          "timed_out",
          "skipped",
          "neutral",
          "stale",
          "action_required",
          "startup_failure");

  JobState state(RunWorkflow run, String runId, RateLimitBudget budget) {
    try {
      JsonObject read = client.read(RunJobs.path(run, runId), budget);
      String status = BoundedJson.text(read, "status").orElse("");
      if (UNDER_WAY.contains(status)) {
        return new RunUnderWay();
      }
      return switch (status) {
        case "waiting" -> waiting(run, runId, budget);
        case COMPLETED -> ended(run, runId, read, budget);
        default ->
            new RunUnreadable(
                "GitHub says “%s” of the run, which the bot does not know."
                    .formatted(ProviderText.clip(status)));
      };
    } catch (ProviderReadException e) {
      return new RunUnreadable(e.text());
    }
  }

  /** For people who approve environments. A timer alone goes on by itself. */
  private JobState waiting(RunWorkflow run, String runId, RateLimitBudget budget)
      throws ProviderReadException {
    List<JsonObject> pending =
        client.list(RunJobs.path(run, runId) + "/pending_deployments", GitHubClient.ITEMS, budget);
    if (pending.isEmpty()) {
      // Somebody has just decided, and not necessarily for it.
      return new RunAsBefore();
    }
    List<String> environments =
        pending.stream()
            .filter(p ->
                BoundedJson.entries(p, "reviewers").filter(r -> !r.isEmpty()).isPresent()
                    || BoundedJson.number(p, "wait_timer").orElse(0) == 0)
            .flatMap(p -> BoundedJson.object(p, "environment").stream())
            .flatMap(e -> BoundedJson.text(e, "name").stream())
            .map(ProviderText::name)
            .sorted()
            .toList();
    return environments.isEmpty()
        ? new RunUnderWay()
        : new RunUnderWay(
            Optional.of(
                new WaitsForPerson(
                    environments.stream()
                        .map(e -> "“" + e + "”")
                        .collect(
                            Collectors.joining(
                                ", ",
                                environments.size() == 1
                                    ? "At GitHub somebody has to approve the environment "
                                    : "At GitHub somebody has to approve the environments ",
                                ".")),
                    Optional.of(options.page(run.repository(), runId)))));
  }

  private JobState ended(RunWorkflow run, String runId, JsonObject read, RateLimitBudget budget)
      throws ProviderReadException {
    String conclusion = BoundedJson.text(read, "conclusion").orElse("");
    String text = conclusion + attempt(read) + ", " + options.page(run.repository(), runId);
    if (conclusion.equals(SUCCESS)) {
      return succeeded(run, text, RunJobs.read(client, run, runId, budget));
    }
    if (WITHOUT_SUCCESS.contains(conclusion)) {
      return new RunEnded(
          false, conclusion, conclusion.equals("cancelled") ? cancelled(text) : text);
    }
    return new RunLost(
        "GitHub says that the run has ended with “%s”, which the bot does not know: %s."
            .formatted(ProviderText.clip(conclusion), options.page(run.repository(), runId)));
  }

  private static String cancelled(String text) {
    return text + " (by a person, or by another run of its concurrency group)";
  }

  /** One that people ran again at GitHub. */
  private static String attempt(JsonObject read) {
    int attempt = (int) BoundedJson.number(read, "run_attempt").orElse(1);
    return attempt > 1 ? " in attempt " + attempt : "";
  }

  /** A run is a success too if the job that matters was skipped. */
  private static JobState succeeded(RunWorkflow run, String text, List<RunJobs.WorkflowJob> jobs) {
    List<String> other = new ArrayList<>();
    for (String name : run.jobs()) {
      List<RunJobs.WorkflowJob> named = jobs.stream().filter(j -> j.name().equals(name)).toList();
      if (named.stream().anyMatch(j -> !j.status().equals(COMPLETED))) {
        return new RunUnreadable("The run has ended, and GitHub still lists a job that has not.");
      }
      if (named.isEmpty()) {
        other.add("there is no job “%s”".formatted(name));
      }
      named.stream()
          .filter(j -> !j.conclusion().equals(SUCCESS))
          .forEach(j -> other.add("the job “%s” ended with %s".formatted(name, j.conclusion())));
    }
    if (!other.isEmpty()) {
      return new RunEnded(false, "job-without-success", text + ", but " + String.join(", ", other));
    }
    List<String> skipped =
        jobs.stream()
            .filter(j -> j.status().equals(COMPLETED) && !j.conclusion().equals(SUCCESS))
            .map(j -> j.name() + " " + j.conclusion())
            .toList();
    return new RunEnded(
        true,
        SUCCESS,
        text + (skipped.isEmpty() ? "" : ", of its jobs " + String.join(", ", skipped)));
  }
}
