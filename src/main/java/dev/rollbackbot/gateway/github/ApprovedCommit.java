package dev.rollbackbot.gateway.github;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.incident.commit.Commit;
import dev.rollbackbot.incident.commit.CommitHistory;
import dev.rollbackbot.incident.rollback.Invocation.OpenedPull;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The commit that a plan's pull request was opened with. What its branch gets later, as by GitHub's
 * "Update branch", nobody approved with the plan. Thread-safe.
 */
final class ApprovedCommit {
  private static final int SHOWN = 5;
  private static final int KEPT = 200;

  private final PullRequests pulls;
  private final GitHubCommits commits;

  /** It never changes. */
  private final Cache<OpenedPull, String> known = Caffeine.newBuilder().maximumSize(KEPT).build();

  ApprovedCommit(PullRequests pulls, GitHubCommits commits) {
    this.pulls = pulls;
    this.commits = commits;
  }

  /** As {@link #find}; refused if the bot opened none. */
  String of(OpenedPull opened, RateLimitBudget budget) throws ProviderReadException {
    return find(opened, budget)
        .orElseThrow(() ->
            new ProviderReadException(
                FailureKind.REFUSED,
                "no-pull-request",
                "There is no pull request from %s to %s of %s that the bot opened since the incident began, so it is not known which commit was approved. If one of somebody else is open, close it. Then make a new plan and leave no step of it out."
                    .formatted(
                        opened.branches().head(),
                        opened.branches().base(),
                        opened.branches().repository())));
  }

  /**
   * Of the first one that the bot opened for the plan: closing it and opening another approves
   * nothing. Without one, of the incident's newest, which the plan has taken if it is open.
   */
  Optional<String> find(OpenedPull opened, RateLimitBudget budget) throws ProviderReadException {
    Optional<String> kept = Optional.ofNullable(known.getIfPresent(opened));
    if (kept.isPresent()) {
      return kept;
    }
    List<PullRequest> own =
        pulls.between(opened.branches(), budget).reversed().stream()
            .filter(p -> p.isSince(opened.since()))
            .filter(p -> pulls.openedWith(opened.branches(), p).isPresent())
            .toList();
    Optional<String> first =
        own.stream()
            .filter(p -> p.isSince(opened.planned().orElse(opened.since())))
            .findFirst()
            .flatMap(p -> pulls.openedWith(opened.branches(), p));
    first.ifPresent(found -> known.put(opened, found));
    return first.isPresent() || own.isEmpty()
        ? first
        : pulls.openedWith(opened.branches(), own.getLast());
  }

  /** Refused if the branch is at another commit, or not there. */
  void require(OpenedPull opened, RateLimitBudget budget) throws ProviderReadException {
    String approved = of(opened, budget);
    String now = pulls.commit(opened.branches(), budget);
    if (!now.equals(approved)) {
      throw new ProviderReadException(
          FailureKind.REFUSED,
          "other-commit",
          "%s is not at %s any more, with which the pull request of this plan was opened. %s Nothing was started. Close the pull request if it is open, and make a new plan."
              .formatted(
                  opened.branches().head(),
                  ProviderText.shortId(approved),
                  since(opened.branches().repository(), approved, now, budget)));
    }
  }

  /** What a branch got, in one sentence. */
  String since(String repository, String approved, String now, RateLimitBudget budget) {
    try {
      CommitHistory history = commits.upTo(repository, now, budget);
      Optional<Commit> before = history.find(approved);
      List<Commit> came = before.map(history::since).orElse(List.of());
      return came.isEmpty()
          ? "It is now at %s, which was not made from it.".formatted(ProviderText.shortId(now))
          : "It got since: %s%s."
              .formatted(
                  came.stream()
                      .limit(SHOWN)
                      .map(c -> "%s (%s)".formatted(ProviderText.shortId(c.id()), c.subject()))
                      .collect(Collectors.joining(", ")),
                  came.size() > SHOWN ? " and %d more".formatted(came.size() - SHOWN) : "");
    } catch (ProviderReadException e) {
      return "It is now at %s; what it got can't be read.".formatted(ProviderText.shortId(now));
    }
  }
}
