package dev.rollbackbot.gateway.github;

import dev.rollbackbot.app.CommandGateway.WaitsForPerson;
import dev.rollbackbot.gateway.JobRunner.JobState;
import dev.rollbackbot.gateway.JobRunner.RunAsBefore;
import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.gateway.JobRunner.RunUnderWay;
import dev.rollbackbot.gateway.JobRunner.RunUnreadable;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.github.PullChecks.ChecksVerdict;
import dev.rollbackbot.gateway.github.api.GitHubClient;
import dev.rollbackbot.incident.rollback.Invocation.OpenPullRequest;
import dev.rollbackbot.runbook.job.PullRequestSpec.PullRequestBranches;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a pull request stands that the bot opened or took: whether it can be merged, and if not why.
 */
record PullRequestReading(
    GitHubClient client, PullRequests pulls, ApprovedCommit approved, InstantSource clock) {
  /** Checks show up some seconds after the commit that they are about. */
  private static final Duration CHECKS_SHOW_UP = Duration.ofMinutes(2);

  JobState state(OpenPullRequest open, String number, RateLimitBudget budget) {
    PullRequestBranches branches = open.branches();
    String page = pulls.page(branches, number);
    try {
      PullRequest pull = pulls.read(branches, number, budget);
      Optional<String> other = pulls.openedWith(branches, pull).filter(o -> !o.equals(pull.head()));
      if (other.isPresent() && (pull.open() || pull.merged())) {
        return other(branches, pull, other.get(), page, budget);
      }
      if (pull.merged()) {
        return new RunEnded(true, "merged", "it is merged already%s, %s".formatted(by(pull), page));
      }
      if (!pull.open()) {
        return new RunEnded(false, "closed", "it was closed without being merged, " + page);
      }
      PullChecks checks = PullChecks.read(client, branches, pull.head(), budget);
      return switch (checks.verdict(branches.checks())) {
        case ChecksVerdict.NotPassed(String text) ->
            new RunEnded(
                false,
                "check-failed",
                "it is open, and not all checks passed: %s, %s".formatted(text, page));
        case ChecksVerdict.Unclear(String text) -> new RunUnreadable(text);
        // Whether a review is still missing shows only afterwards.
        case ChecksVerdict.ChecksRunning _ -> new RunAsBefore();
        case ChecksVerdict.Incomplete _ ->
            new RunEnded(
                false,
                "checks-unreadable",
                "it is open, and not all of its checks can be read with this credential:"
                    + " the runbook has to name those that count, "
                    + page);
        case ChecksVerdict.NoneReported _ when isNew(pull) -> new RunAsBefore();
        case ChecksVerdict.NoneReported _ ->
            new RunEnded(
                false,
                "no-checks",
                "it is open, and GitHub knows of no check of its commit, " + page);
        case ChecksVerdict.Passed(String text) -> mergeable(branches, pull, text, page, budget);
      };
    } catch (ProviderReadException e) {
      return new RunUnreadable(e.text());
    }
  }

  /** Whoever approved the plan approved nothing of what its branch got later. */
  private JobState other(
      PullRequestBranches branches,
      PullRequest pull,
      String opened,
      String page,
      RateLimitBudget budget) {
    return new RunEnded(
        false,
        "other-commit",
        "it is %s, but not with the commit that it was opened with, %s. %s %sake a new plan, which begins from %s as it is now; or, if it only has to be merged, skip this step. %s"
            .formatted(
                pull.merged() ? "merged already" + by(pull) : "open",
                ProviderText.shortId(opened),
                approved.since(branches.repository(), opened, pull.head(), budget),
                pull.open() ? "Close it and m" : "M",
                branches.base(),
                page));
  }

  private boolean isNew(PullRequest pull) {
    return pull.created()
        .filter(at -> clock.instant().isBefore(at.plus(CHECKS_SHOW_UP)))
        .isPresent();
  }

  private static String by(PullRequest pull) {
    return pull.mergedBy().map(who -> " by " + who).orElse("");
  }

  private JobState mergeable(
      PullRequestBranches branches,
      PullRequest pull,
      String checks,
      String page,
      RateLimitBudget budget)
      throws ProviderReadException {
    if (pull.conflict()) {
      return new RunEnded(
          false,
          "conflict",
          "it is open, and conflicts with %s, %s".formatted(branches.base(), page));
    }
    if (pull.draft()) {
      return waits(
          "At GitHub the pull request is a draft: somebody has to mark it as ready.", page);
    }
    return switch (pull.mergeable()) {
      case "clean", "unstable", "has_hooks" ->
          new RunEnded(
              true,
              "ready",
              "it is open and can be merged, commit %s, %s, %s"
                  .formatted(ProviderText.shortId(pull.head()), checks, page));
      case "blocked" ->
          waits(blocked(branches, pulls.reviews(branches, pull.number(), budget)), page);
      case "behind" ->
          waits(
              "%1$s has got other commits, and GitHub merges only what is up to date with it. “Update branch” would add them to this plan, whose approval is not for them: this step would fail. Stop the job and make a new plan, which begins from %1$s as it is now."
                  .formatted(branches.base()),
              page);
      // It is being computed, for a moment after each change.
      case "unknown", "" -> new RunAsBefore();
      default ->
          new RunUnreadable(
              "GitHub says “%s” of the pull request, which the bot does not know."
                  .formatted(ProviderText.clip(pull.mergeable())));
    };
  }

  private static String blocked(
      PullRequestBranches branches, Map<String, PullRequests.Review> reviews) {
    String asking =
        reviews.entrySet().stream()
            .filter(r -> r.getValue().asksForChanges())
            .map(Map.Entry::getKey)
            .sorted()
            .collect(Collectors.joining(", "));
    return asking.isEmpty()
        ? "At GitHub the pull request lacks a review, or something else that %s asks for."
            .formatted(branches.base())
        : "At GitHub %s asked for changes to the pull request.".formatted(asking);
  }

  private static JobState waits(String text, String page) {
    return new RunUnderWay(Optional.of(new WaitsForPerson(text, Optional.of(page))));
  }

  String output(OpenPullRequest open, String number, RateLimitBudget budget) {
    String page = "== " + pulls.page(open.branches(), number) + "\n";
    try {
      PullRequest pull = pulls.read(open.branches(), number, budget);
      String reviews =
          pulls.reviews(open.branches(), number, budget).entrySet().stream()
              .map(r -> "Review of %s: %s\n".formatted(r.getKey(), word(r.getValue())))
              .collect(Collectors.joining());
      PullChecks checks = PullChecks.read(client, open.branches(), pull.head(), budget);
      return page
          + "Opened by %s, commit %s\n".formatted(pull.author(), pull.head())
          + reviews
          + checks.lines()
          + missing(open.branches().checks(), checks);
    } catch (ProviderReadException e) {
      return page + "It can't be read now. " + e.text() + "\n";
    }
  }

  private static String word(PullRequests.Review review) {
    return review.asksForChanges()
        ? "asks for changes"
        : review.state().equals("APPROVED") ? "approved" : "dismissed";
  }

  private static String missing(List<String> names, PullChecks checks) {
    return names.stream()
        .filter(n -> checks.all().stream().noneMatch(c -> c.name().equals(n)))
        .map(n -> n + ": not reported yet\n")
        .collect(Collectors.joining());
  }
}
