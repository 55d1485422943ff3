package dev.rollbackbot.gateway.github;

import dev.rollbackbot.app.CommandGateway.StopAnswer;
import dev.rollbackbot.app.CommandGateway.StopAsked;
import dev.rollbackbot.app.CommandGateway.StopRefused;
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
import dev.rollbackbot.gateway.JobRunner.NotStarted;
import dev.rollbackbot.gateway.JobRunner.PerhapsStarted;
import dev.rollbackbot.gateway.JobRunner.Started;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.github.PullRequest.PullMark;
import dev.rollbackbot.gateway.github.api.GitHubClient;
import dev.rollbackbot.incident.rollback.Invocation.OpenPullRequest;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.runbook.job.PullRequestSpec;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Optional;

/**
 * Opens a pull request once. GitHub allows one open pull request between two branches: one that the
 * bot has opened before is taken.
 */
record PullRequestRunner(GitHubClient client, PullRequests pulls) {
  /** GitHub's refusal of a second pull request between two branches. */
  private static final String INVALID = "http-422";

  JobStart start(
      OpenPullRequest open, String correlation, RateLimitBudget budget, LeaseCheck leaseCheck) {
    Optional<NotStarted> problem = problem(open);
    if (problem.isPresent()) {
      return problem.get();
    }
    String commit;
    try {
      Optional<JobStart> there = there(open, budget);
      if (there.isPresent()) {
        return there.get();
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
    Optional<PullMark> mark = pulls.mark(open.branches(), correlation, commit);
    if (mark.isEmpty()) {
      return PullRequests.refused("no-credential", "The credential for GitHub can't be read now.");
    }
    JsonObject body =
        Json.createObjectBuilder()
            .add("title", open.title())
            .add("head", open.branches().head())
            .add("base", open.branches().base())
            .add("body", PullRequest.body(open.text(), mark.get()))
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
          return refused(open, refused, budget);
        }
        case UnknownResult unknown -> {
          return new PerhapsStarted(unknown.description());
        }
      }
    }
  }

  /** Something on the way may have sent it twice, and GitHub refuses the second of two. */
  private JobStart refused(OpenPullRequest open, NotCarriedOut refused, RateLimitBudget budget) {
    Failed failed = refused.failed(refused.description(), Optional.empty());
    if (failed.code().equals(INVALID)) {
      try {
        Optional<JobStart> there = there(open, budget);
        if (there.isPresent()) {
          return there.get();
        }
      } catch (ProviderReadException e) {
        return new PerhapsStarted(refused.description() + " " + e.text());
      }
    }
    return new NotStarted(failed.kind(), failed.code(), failed.text());
  }

  /**
   * The open one between the branches, of which GitHub allows no second. One of a person is not
   * taken: nobody approved with the plan what it was opened with.
   */
  private Optional<JobStart> there(OpenPullRequest open, RateLimitBudget budget)
      throws ProviderReadException {
    return pulls.between(open.branches(), budget).stream()
        .filter(PullRequest::open)
        .findFirst()
        .map(pull ->
            pulls.openedWith(open.branches(), pull).isPresent()
                ? new Started(pull.number())
                : PullRequests.refused(
                    "not-the-bots",
                    "%s is open between these branches, and was opened by %s, not by the bot. Close it and press “Retry”; or, if it only has to be merged, skip this step, and the merge asks for a review of its newest commit."
                        .formatted(pulls.page(open.branches(), pull.number()), pull.author())));
  }

  JobStart find(OpenPullRequest open, String correlation, RateLimitBudget budget) {
    if (pulls.problem(open.branches()).isPresent()) {
      return new PerhapsStarted(pulls.problem(open.branches()).get().text());
    }
    try {
      return pulls.between(open.branches(), budget).stream()
          .filter(p -> pulls.isOpenedFor(open.branches(), p, correlation))
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

  /** Closes one that the bot opened; one of a person stays. */
  StopAnswer stop(OpenPullRequest open, String number, RateLimitBudget budget) {
    try {
      PullRequest pull = pulls.read(open.branches(), number, budget);
      if (!pull.open()) {
        return new StopAsked();
      }
      if (pulls.openedWith(open.branches(), pull).isEmpty()) {
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
