package dev.rollbackbot.gateway.github;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.CallResult;
import dev.rollbackbot.gateway.CallResult.ErrorResponse;
import dev.rollbackbot.gateway.CallResult.NotCarriedOut;
import dev.rollbackbot.gateway.CallResult.NotSent;
import dev.rollbackbot.gateway.CallResult.RateLimited;
import dev.rollbackbot.gateway.CallResult.Success;
import dev.rollbackbot.gateway.CallResult.UnknownResult;
import dev.rollbackbot.gateway.JobRunner.JobStart;
import dev.rollbackbot.gateway.JobRunner.JobState;
import dev.rollbackbot.gateway.JobRunner.NotStarted;
import dev.rollbackbot.gateway.JobRunner.PerhapsStarted;
import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.gateway.JobRunner.RunLost;
import dev.rollbackbot.gateway.JobRunner.RunUnreadable;
import dev.rollbackbot.gateway.JobRunner.Started;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.github.PullChecks.ChecksVerdict;
import dev.rollbackbot.gateway.github.api.GitHubClient;
import dev.rollbackbot.incident.rollback.Invocation.MergePullRequest;
import dev.rollbackbot.incident.rollback.Invocation.OpenedPull;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.runbook.job.PullRequestSpec.PullRequestBranches;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Locale;
import java.util.Optional;

/**
 * Merges the newest pull request between two branches. What is merged is the commit that the bot
 * opened it with, or one that somebody approved at GitHub: the request names it, and GitHub refuses
 * it if another one was pushed.
 */
record MergeRunner(GitHubClient client, PullRequests pulls, ApprovedCommit approved) {
  private static final String QUEUE = "merge_queue";

  JobStart start(
      MergePullRequest merge, String correlation, RateLimitBudget budget, LeaseCheck leaseCheck) {
    Optional<NotStarted> problem = pulls.problem(merge.branches());
    if (problem.isPresent()) {
      return problem.get();
    }
    PullRequest pull;
    try {
      Optional<PullRequest> newest = pulls.between(merge.branches(), budget).stream().findFirst();
      if (newest.isEmpty() || isOfAnotherTime(newest.get(), merge)) {
        return PullRequests.refused("no-pull-request", none(merge.branches()));
      }
      if (newest.get().merged()) {
        return new Started(newest.get().number());
      }
      if (!newest.get().open()) {
        return PullRequests.refused(
            "closed", "The pull request %s is closed.".formatted(page(merge, newest.get())));
      }
      pull = newest.get();
      Optional<NotStarted> notYet = queue(merge, pull, budget);
      if (notYet.isPresent()) {
        return notYet.get();
      }
      notYet = notYet(merge, pull, budget);
      if (notYet.isPresent()) {
        return notYet.get();
      }
    } catch (ProviderReadException e) {
      Failed failed = e.failed(e.text());
      return new NotStarted(failed.kind(), failed.code(), failed.text());
    }
    return put(merge, correlation, pull, budget, leaseCheck);
  }

  /** The name of a branch may have been used before this incident. */
  private static boolean isOfAnotherTime(PullRequest pull, MergePullRequest merge) {
    return !pull.open() && !pull.isSince(merge.since());
  }

  private static String none(PullRequestBranches branches) {
    return "There is no pull request from %s to %s of %s that is open or was opened since the incident began."
        .formatted(branches.head(), branches.base(), branches.repository());
  }

  private String page(MergePullRequest merge, PullRequest pull) {
    return pulls.page(merge.branches(), pull.number());
  }

  /**
   * What is in a queue is merged by GitHub later, or not at all, and perhaps with other commits.
   * That the rules can't be read is no reason to stop: GitHub keeps them itself.
   */
  private Optional<NotStarted> queue(
      MergePullRequest merge, PullRequest pull, RateLimitBudget budget) {
    String base = merge.branches().base();
    try {
      boolean queued =
          client
              .list(
                  "/repos/%s/rules/branches/%s?per_page=100"
                      .formatted(merge.branches().repository(), PullRequests.encoded(base)),
                  GitHubClient.ITEMS,
                  budget)
              .stream()
              .anyMatch(rule -> BoundedJson.text(rule, "type").filter(QUEUE::equals).isPresent());
      return queued
          ? Optional.of(
              PullRequests.refused(
                  "merge-queue",
                  "%s was not merged: %s has a merge queue, and the bot puts nothing into it. Add it to the queue at GitHub, and press “Retry” once it is merged."
                      .formatted(page(merge, pull), base)))
          : Optional.empty();
    } catch (ProviderReadException e) {
      return Optional.empty();
    }
  }

  /** By the first one that the bot opened: closing it and opening another one approves nothing. */
  private boolean isApproved(MergePullRequest merge, PullRequest pull, RateLimitBudget budget)
      throws ProviderReadException {
    return approved
        .find(new OpenedPull(merge.branches(), merge.since(), Optional.empty()), budget)
        .filter(pull.head()::equals)
        .isPresent();
  }

  private Optional<NotStarted> notYet(
      MergePullRequest merge, PullRequest pull, RateLimitBudget budget)
      throws ProviderReadException {
    Optional<String> notReviewed =
        isApproved(merge, pull, budget)
            ? Optional.empty()
            : pulls.notReviewed(merge.branches(), pull, budget);
    if (notReviewed.isPresent()) {
      return Optional.of(
          PullRequests.refused(
              "not-reviewed",
              "The newest commit of %s, %s, is not the one that the bot opened it with, and %s."
                  .formatted(
                      page(merge, pull), ProviderText.shortId(pull.head()), notReviewed.get())));
    }
    ChecksVerdict verdict =
        PullChecks.read(client, merge.branches(), pull.head(), budget)
            .verdict(merge.branches().checks());
    String why =
        switch (verdict) {
          case ChecksVerdict.Passed _ -> "";
          case ChecksVerdict.ChecksRunning _ -> "not all of its checks have ended.";
          case ChecksVerdict.Incomplete _ ->
              "not all of its checks can be read with this credential, and the runbook names none.";
          case ChecksVerdict.NoneReported _ -> "GitHub knows of no check of its commit.";
          case ChecksVerdict.NotPassed(String text) -> "not all checks passed: " + text + ".";
          case ChecksVerdict.Unclear(String text) -> text;
        };
    return why.isEmpty()
        ? Optional.empty()
        : Optional.of(
            PullRequests.refused(
                "checks", "%s was not merged: %s".formatted(page(merge, pull), why)));
  }

  /** What was refused because of a limit was not done, and may be sent again. */
  private JobStart put(
      MergePullRequest merge,
      String correlation,
      PullRequest pull,
      RateLimitBudget budget,
      LeaseCheck leaseCheck) {
    String path = PullRequests.path(merge.branches(), pull.number()) + "/merge";
    JsonObject body =
        Json.createObjectBuilder()
            .add("sha", pull.head())
            .add("merge_method", merge.method().name().toLowerCase(Locale.ROOT))
            .add("commit_message", "Merged by Rollback Bot, " + correlation)
            .build();
    while (true) {
      CallResult result = client.send("PUT", path, body, leaseCheck);
      switch (result) {
        case Success _ -> {
          return new Started(pull.number());
        }
        case RateLimited limited when budget.await(limited.retryAfter()) -> {}
        case NotSent unsent when !leaseCheck.isValid() -> {
          return new PerhapsStarted(unsent.description());
        }
        case NotCarriedOut refused -> {
          return refused(merge, pull, refused, budget);
        }
        case UnknownResult unknown -> {
          return new PerhapsStarted(unknown.description());
        }
      }
    }
  }

  /** A person may have merged it in the meantime. */
  private JobStart refused(
      MergePullRequest merge, PullRequest pull, NotCarriedOut refused, RateLimitBudget budget) {
    if (refused instanceof ErrorResponse) {
      try {
        if (pulls.read(merge.branches(), pull.number(), budget).merged()) {
          return new Started(pull.number());
        }
      } catch (ProviderReadException e) {
        return new PerhapsStarted(refused.description() + " " + e.text());
      }
    }
    Failed failed =
        refused.failed(refused.description() + " " + page(merge, pull), Optional.empty());
    return new NotStarted(failed.kind(), failed.code(), failed.text());
  }

  JobStart find(MergePullRequest merge, RateLimitBudget budget) {
    Optional<NotStarted> problem = pulls.problem(merge.branches());
    if (problem.isPresent()) {
      return new PerhapsStarted(problem.get().text());
    }
    try {
      Optional<PullRequest> newest =
          pulls.between(merge.branches(), budget).stream()
              .filter(p -> !isOfAnotherTime(p, merge))
              .findFirst();
      if (newest.filter(PullRequest::merged).isPresent()) {
        return new Started(newest.get().number());
      }
      return new PerhapsStarted(
          newest
              .map(p -> page(merge, p) + " is not merged now.")
              .orElseGet(() -> none(merge.branches())));
    } catch (ProviderReadException e) {
      return new PerhapsStarted("The pull request could not be looked for. " + e.text());
    }
  }

  JobState state(MergePullRequest merge, String number, RateLimitBudget budget) {
    try {
      PullRequest pull = pulls.read(merge.branches(), number, budget);
      String page = page(merge, pull);
      if (pull.merged()) {
        return new RunEnded(
            true,
            "merged",
            "merged into %s%s, %s"
                .formatted(
                    merge.branches().base(),
                    pull.mergedBy().map(who -> " by " + who).orElse(""),
                    page));
      }
      // GitHub said that it was merged.
      return pull.open()
          ? new RunUnreadable(page + " does not show yet that it is merged.")
          : new RunLost(page + " is closed, and GitHub does not say that it was merged.");
    } catch (ProviderReadException e) {
      return new RunUnreadable(e.text());
    }
  }
}
