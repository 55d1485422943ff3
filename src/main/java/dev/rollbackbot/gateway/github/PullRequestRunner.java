package dev.rollbackbot.gateway.github;

import dev.rollbackbot.app.CommandGateway.StopAnswer;
import dev.rollbackbot.app.CommandGateway.StopAsked;
import dev.rollbackbot.app.CommandGateway.StopRefused;
import dev.rollbackbot.app.CommandGateway.WaitsForPerson;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.CallResult;
import dev.rollbackbot.gateway.CallResult.ErrorResponse;
import dev.rollbackbot.gateway.CallResult.FailedCall;
import dev.rollbackbot.gateway.CallResult.NotCarriedOut;
import dev.rollbackbot.gateway.CallResult.NotSent;
import dev.rollbackbot.gateway.CallResult.RateLimited;
import dev.rollbackbot.gateway.CallResult.Success;
import dev.rollbackbot.gateway.CallResult.UnknownResult;
import dev.rollbackbot.gateway.JobRunner.JobStart;
import dev.rollbackbot.gateway.JobRunner.JobState;
import dev.rollbackbot.gateway.JobRunner.NotStarted;
import dev.rollbackbot.gateway.JobRunner.PerhapsStarted;
import dev.rollbackbot.gateway.JobRunner.RunAsBefore;
import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.gateway.JobRunner.RunUnderWay;
import dev.rollbackbot.gateway.JobRunner.RunUnreadable;
import dev.rollbackbot.gateway.JobRunner.Started;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.github.PullChecks.ChecksVerdict;
import dev.rollbackbot.gateway.github.api.GitHubClient;
import dev.rollbackbot.incident.rollback.Invocation.OpenPullRequest;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.runbook.job.PullRequestSpec;
import dev.rollbackbot.runbook.job.PullRequestSpec.PullRequestBranches;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Opens a pull request once, and waits until it can be merged. GitHub allows one open pull request
 * between two branches: one that is there already is taken.
 */
record PullRequestRunner(GitHubClient client, PullRequests pulls, InstantSource clock) {
  /** Checks show up some seconds after the commit that they are about. */
  private static final Duration CHECKS_SHOW_UP = Duration.ofMinutes(2);

  JobStart start(
      OpenPullRequest open, String correlation, RateLimitBudget budget, LeaseCheck leaseCheck) {
    Optional<NotStarted> problem = problem(open);
    if (problem.isPresent()) {
      return problem.get();
    }
    String commit;
    try {
      Optional<PullRequest> there =
          pulls.between(open.branches(), budget).stream().filter(PullRequest::open).findFirst();
      if (there.isPresent()) {
        return new Started(there.get().number());
      }
      commit = pulls.commit(open.branches(), budget);
    } catch (ProviderReadException e) {
      Failed failed =
          e.failed(
              e.notFound()
                  ? "The branch %s of %s can't be read. %s"
                      .formatted(open.branches().head(), open.branches().repository(), e.text())
                  : e.text());
      return new NotStarted(failed.kind(), failed.code(), failed.text());
    }
    return post(open, correlation, commit, budget, leaseCheck);
  }

  private Optional<NotStarted> problem(OpenPullRequest open) {
    return pulls
        .problem(open.branches())
        .or(() ->
            open.title().length() > PullRequestSpec.MAX_TITLE
                ? Optional.of(
                    PullRequests.refused(
                        "title-too-long",
                        "The title is longer than the %d characters that GitHub allows."
                            .formatted(PullRequestSpec.MAX_TITLE)))
                : Optional.empty());
  }

  /** What was refused because of a limit was not done, and may be sent again. */
  private JobStart post(
      OpenPullRequest open,
      String correlation,
      String commit,
      RateLimitBudget budget,
      LeaseCheck leaseCheck) {
    JsonObject body =
        Json.createObjectBuilder()
            .add("title", open.title())
            .add("head", open.branches().head())
            .add("base", open.branches().base())
            .add("body", PullRequest.body(open.text(), correlation, commit))
            .build();
    while (true) {
      switch (client.post(
          "/repos/%s/pulls".formatted(open.branches().repository()), body, leaseCheck)) {
        case Success(String _, JsonObject answer) -> {
          return WorkflowRunSearch.id(answer, "number")
              .<JobStart>map(Started::new)
              .orElseGet(() -> find(open, correlation, budget));
        }
        case RateLimited limited when budget.await(limited.retryAfter()) -> {}
        case NotSent unsent when !leaseCheck.isValid() -> {
          return new PerhapsStarted(unsent.description());
        }
        case NotCarriedOut refused -> {
          Failed failed = refused.failed(refused.description(), Optional.empty());
          return new NotStarted(failed.kind(), failed.code(), failed.text());
        }
        case UnknownResult unknown -> {
          return new PerhapsStarted(unknown.description());
        }
      }
    }
  }

  JobStart find(OpenPullRequest open, String correlation, RateLimitBudget budget) {
    if (pulls.problem(open.branches()).isPresent()) {
      return new PerhapsStarted(pulls.problem(open.branches()).get().text());
    }
    try {
      return pulls.between(open.branches(), budget).stream()
          .filter(p -> p.openedFor(correlation))
          .findFirst()
          .<JobStart>map(p -> new Started(p.number()))
          .orElseGet(() ->
              new PerhapsStarted(
                  "GitHub lists no pull request from %s to %s that was opened for %s."
                      .formatted(open.branches().head(), open.branches().base(), correlation)));
    } catch (ProviderReadException e) {
      return new PerhapsStarted("The pull request could not be looked for. " + e.text());
    }
  }

  JobState state(OpenPullRequest open, String number, RateLimitBudget budget) {
    PullRequestBranches branches = open.branches();
    String page = pulls.page(branches, number);
    try {
      PullRequest pull = pulls.read(branches, number, budget);
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
              "At GitHub the pull request has to be brought up to date with %s."
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

  /** Closes one that the bot opened; one of a person stays. */
  StopAnswer stop(OpenPullRequest open, String number, RateLimitBudget budget) {
    try {
      PullRequest pull = pulls.read(open.branches(), number, budget);
      if (!pull.open()) {
        return new StopAsked();
      }
      if (pull.openedWith().isEmpty()) {
        return new StopRefused(
            "The pull request is not the bot's, so it stays open: "
                + pulls.page(open.branches(), number),
            true);
      }
      JsonObject closed = Json.createObjectBuilder().add("state", "closed").build();
      CallResult result;
      do {
        result =
            client.send("PATCH", PullRequests.path(open.branches(), number), closed, () -> true);
      } while (result instanceof RateLimited limited && budget.await(limited.retryAfter()));
      return result instanceof FailedCall failed
          ? new StopRefused(
              "GitHub did not close the pull request. " + failed.description(),
              failed instanceof ErrorResponse)
          : new StopAsked();
    } catch (ProviderReadException e) {
      return new StopRefused("The pull request can't be read now. " + e.text(), false);
    }
  }
}
