package dev.rollbackbot.gateway.github;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.github.api.GitHubClient;
import dev.rollbackbot.runbook.job.PullRequestSpec.PullRequestBranches;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The check runs and commit statuses of a commit: GitHub keeps these two apart.
 *
 * @param complete false: only those of Actions could be read, because GitHub lets no person's
 *     fine-grained token read check runs
 */
record PullChecks(List<ReportedCheck> all, boolean complete) {
  private static final int PAGE = 100;
  private static final int MOST_PAGES = 4;

  private static final Set<String> UNDER_WAY =
      Set.of("queued", "in_progress", "waiting", "requested", "pending");

  /** GitHub lets a commit with these be merged. */
  private static final Set<String> NO_FAILURE = Set.of("success", "neutral", "skipped");

  private static final Set<String> FAILURE =
      Set.of(
          "failure",
          "error",
          "cancelled",
          "timed_out",
          "action_required",
          "stale",
          "startup_failure");

  PullChecks {
    all = List.copyOf(all);
  }

  /** In the order in which they are shown: what went wrong last. */
  enum CheckResult {
    PASSED,
    RUNS,
    UNKNOWN,
    FAILED
  }

  /**
   * One check.
   *
   * @param word GitHub's
   */
  record ReportedCheck(String name, String word, CheckResult result, Optional<String> link) {
    String line() {
      return name + ": " + word.replace('_', ' ');
    }
  }

  /** What the checks come to. */
  sealed interface ChecksVerdict {
    record Passed(String text) implements ChecksVerdict {}

    record ChecksRunning() implements ChecksVerdict {}

    /** None is named, and not all can be read. */
    record Incomplete() implements ChecksVerdict {}

    /** There is none, and none is named. */
    record NoneReported() implements ChecksVerdict {}

    record NotPassed(String text) implements ChecksVerdict {}

    /** One says a word that the bot does not know. */
    record Unclear(String text) implements ChecksVerdict {}
  }

  static PullChecks read(
      GitHubClient client, PullRequestBranches branches, String commit, RateLimitBudget budget)
      throws ProviderReadException {
    String path = "/repos/%s/commits/%s".formatted(branches.repository(), commit);
    List<ReportedCheck> all = new ArrayList<>();
    boolean complete = true;
    try {
      for (int page = 1; page <= MOST_PAGES; page++) {
        List<JsonObject> runs =
            client.list(
                path + "/check-runs?filter=latest&per_page=%d&page=%d".formatted(PAGE, page),
                "check_runs",
                budget);
        runs.forEach(run -> all.add(checkRun(run)));
        if (runs.size() < PAGE) {
          break;
        }
      }
    } catch (ProviderReadException e) {
      if (!e.forbidden()) {
        throw e;
      }
      complete = false;
      all.addAll(ofActions(client, branches.repository(), commit, budget));
    }
    client
        .list(path + "/status?per_page=" + PAGE, "statuses", budget)
        .forEach(s -> all.add(check(word(s, "context"), word(s, "state"), link(s, "target_url"))));
    all.sort(Comparator.comparing(ReportedCheck::result).thenComparing(ReportedCheck::name));
    return new PullChecks(all, complete);
  }

  /** Each job of a workflow is a check run with its name. */
  private static List<ReportedCheck> ofActions(
      GitHubClient client, String repository, String commit, RateLimitBudget budget)
      throws ProviderReadException {
    String path = "/repos/%s/actions/runs".formatted(repository);
    List<ReportedCheck> all = new ArrayList<>();
    for (JsonObject run :
        client.list(
            path + "?head_sha=%s&per_page=%d".formatted(commit, PAGE), "workflow_runs", budget)) {
      Optional<String> id = WorkflowRunSearch.id(run, "id");
      List<JsonObject> jobs =
          id.isEmpty()
              ? List.of()
              : client.list(
                  path + "/%s/jobs?filter=latest&per_page=%d".formatted(id.get(), PAGE),
                  "jobs",
                  budget);
      // One that has just begun has no jobs yet.
      (jobs.isEmpty() ? List.of(run) : jobs).forEach(job -> all.add(checkRun(job)));
    }
    return all;
  }

  private static ReportedCheck checkRun(JsonObject run) {
    String status = word(run, "status");
    return check(
        word(run, "name"),
        status.equals("completed") ? word(run, "conclusion") : status,
        link(run, "html_url"));
  }

  private static ReportedCheck check(String name, String word, Optional<String> link) {
    CheckResult result =
        UNDER_WAY.contains(word)
            ? CheckResult.RUNS
            : NO_FAILURE.contains(word)
                ? CheckResult.PASSED
                : FAILURE.contains(word) ? CheckResult.FAILED : CheckResult.UNKNOWN;
    return new ReportedCheck(name, word, result, link);
  }

  private static String word(JsonObject object, String name) {
    return ProviderText.name(BoundedJson.text(object, name).orElse(""));
  }

  private static Optional<String> link(JsonObject object, String name) {
    return BoundedJson.text(object, name).filter(l -> l.matches("https?://[!-~]{1,300}"));
  }

  /** {@code names}: those that must have succeeded; empty: none may have failed. */
  ChecksVerdict verdict(List<String> names) {
    List<ReportedCheck> counted =
        names.isEmpty() ? all : all.stream().filter(c -> names.contains(c.name())).toList();
    List<ReportedCheck> failed = counted.stream().filter(c -> isFailure(c, names)).toList();
    if (!failed.isEmpty()) {
      return new ChecksVerdict.NotPassed(
          failed.stream()
              .map(c -> c.line() + c.link().map(l -> " (" + l + ")").orElse(""))
              .collect(Collectors.joining(", ")));
    }
    Optional<ReportedCheck> unknown = first(counted, c -> c.result() == CheckResult.UNKNOWN);
    if (unknown.isPresent()) {
      return new ChecksVerdict.Unclear(
          "GitHub says “%s” of the check “%s”, which the bot does not know."
              .formatted(unknown.get().word(), unknown.get().name()));
    }
    if (!complete && names.isEmpty()) {
      return new ChecksVerdict.Incomplete();
    }
    if (all.isEmpty() && names.isEmpty()) {
      return new ChecksVerdict.NoneReported();
    }
    boolean running =
        first(counted, c -> c.result() == CheckResult.RUNS).isPresent()
            || names.stream().anyMatch(n -> first(all, c -> c.name().equals(n)).isEmpty());
    return running ? new ChecksVerdict.ChecksRunning() : new ChecksVerdict.Passed(passed(counted));
  }

  /** One that is named and was skipped says nothing about the commit. */
  private static boolean isFailure(ReportedCheck check, List<String> names) {
    return check.result() == CheckResult.FAILED
        || (!names.isEmpty()
            && check.result() == CheckResult.PASSED
            && !check.word().equals("success"));
  }

  private static Optional<ReportedCheck> first(
      List<ReportedCheck> checks, Predicate<ReportedCheck> which) {
    return checks.stream().filter(which).findFirst();
  }

  /** Those that did not count and did not succeed are told too. */
  private String passed(List<ReportedCheck> counted) {
    String other =
        all.stream()
            .filter(c -> !c.word().equals("success"))
            .map(ReportedCheck::line)
            .collect(Collectors.joining(", "));
    return counted.stream().map(ReportedCheck::line).collect(Collectors.joining(", "))
        + (counted.size() == all.size() || other.isEmpty() ? "" : "; of the others " + other);
  }

  String lines() {
    return all.stream().map(c -> c.line() + "\n").collect(Collectors.joining());
  }
}
