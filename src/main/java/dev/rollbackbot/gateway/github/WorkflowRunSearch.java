package dev.rollbackbot.gateway.github;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.JobRunner.JobStart;
import dev.rollbackbot.gateway.JobRunner.PerhapsStarted;
import dev.rollbackbot.gateway.JobRunner.Started;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.github.api.GitHubClient;
import dev.rollbackbot.incident.rollback.Invocation.RunWorkflow;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds a run by the id that is in its name. That it is not listed proves nothing. */
record WorkflowRunSearch(GitHubClient client) {
  /** A run holds two descriptions of its repository, so a page is large. */
  private static final int PAGE = 30;

  private static final int MOST_PAGES = 10;

  /** GitHub's clock may be behind. */
  private static final Duration EARLIER = Duration.ofMinutes(2);

  JobStart find(RunWorkflow run, String correlation, RateLimitBudget budget) {
    try {
      Set<String> found = search(run, correlation, budget);
      return switch (found.size()) {
        case 0 ->
            new PerhapsStarted(
                "GitHub lists no run of %s whose name holds %s."
                    .formatted(run.workflow(), correlation));
        case 1 -> new Started(found.iterator().next());
        default ->
            new PerhapsStarted(
                "GitHub lists several runs whose names hold %s: %s."
                    .formatted(correlation, String.join(", ", found)));
      };
    } catch (ProviderReadException e) {
      return new PerhapsStarted("The run could not be looked for. " + e.text());
    }
  }

  /** The ids of all runs whose names hold it. */
  Set<String> search(RunWorkflow run, String correlation, RateLimitBudget budget)
      throws ProviderReadException {
    Set<String> found = matching(run, correlation, since(run), MOST_PAGES, budget);
    // Lists with a filter come from an index that has been wrong.
    return found.isEmpty() ? matching(run, correlation, "", 1, budget) : found;
  }

  private static String since(RunWorkflow run) {
    return run.begun()
        .map(at -> ">=" + at.minus(EARLIER).truncatedTo(ChronoUnit.SECONDS))
        .map(at ->
            "&event=workflow_dispatch&created=" + URLEncoder.encode(at, StandardCharsets.UTF_8))
        .orElse("");
  }

  private Set<String> matching(
      RunWorkflow run, String token, String filter, int pages, RateLimitBudget budget)
      throws ProviderReadException {
    Pattern whole =
        Pattern.compile("(?<![A-Za-z0-9/_-])" + Pattern.quote(token) + "(?![A-Za-z0-9/_-])");
    Set<String> found = new TreeSet<>();
    for (int page = 1; page <= pages; page++) {
      List<JsonObject> runs =
          client.list(
              "/repos/%s/actions/workflows/%s/runs?per_page=%d&page=%d&exclude_pull_requests=true%s"
                  .formatted(run.repository(), run.workflow(), PAGE, page, filter),
              "workflow_runs",
              budget);
      for (JsonObject each : runs) {
        if (whole.matcher(BoundedJson.text(each, "display_title").orElse("")).find()) {
          id(each, "id").ifPresent(found::add);
        }
      }
      if (runs.size() < PAGE || !found.isEmpty()) {
        return found;
      }
    }
    return found;
  }

  static Optional<String> id(JsonObject object, String name) {
    return object.get(name) instanceof JsonNumber n && n.isIntegral() && n.doubleValue() > 0
        ? Optional.of(n.bigIntegerValue().toString()).filter(id -> id.length() < 20)
        : Optional.empty();
  }
}
