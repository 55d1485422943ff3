package dev.rollbackbot.runbook.job;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A pull request of GitHub from a branch that is there already. It is done when its checks have
 * passed and nothing that GitHub asks for is missing.
 *
 * @param text what stands in it besides what the bot adds; empty: nothing
 */
public record PullRequestSpec(PullRequestBranches branches, String title, Optional<String> text)
    implements JobSpec {
  /** GitHub's limit. */
  public static final int MAX_TITLE = 256;

  /**
   * What is merged into what.
   *
   * @param repository such as {@code shop/web}; one of the setting {@code GITHUB_REPOSITORIES}
   * @param head the branch with the commits
   * @param base the branch that gets them
   * @param checks names of checks that must have succeeded; empty: all that there are
   */
  public record PullRequestBranches(
      String repository, String head, String base, List<String> checks) {
    public PullRequestBranches {
      checks = List.copyOf(checks);
    }

    public PullRequestBranches with(Map<String, String> values) {
      return new PullRequestBranches(
          repository, Placeholders.fill(head, values), Placeholders.fill(base, values), checks);
    }

    String resource() {
      return repository.toLowerCase(Locale.ROOT) + "/branch/" + base;
    }
  }

  @Override
  public String provider() {
    return WorkflowSpec.PROVIDER;
  }

  @Override
  public String resource(Map<String, String> words) {
    return branches.with(words).resource();
  }

  @Override
  public String summary(Map<String, String> values) {
    PullRequestBranches filled = branches.with(values);
    return "pull request of %s from %s to %s: %s"
        .formatted(filled.repository(), filled.head(), filled.base(), title(values));
  }

  /** Of the branch that gets them. */
  @Override
  public Optional<CommitSource> commits(Map<String, String> values) {
    PullRequestBranches filled = branches.with(values);
    return Optional.of(new CommitSource(provider(), filled.repository(), filled.base(), List.of()))
        .filter(CommitSource::complete);
  }

  public String title(Map<String, String> values) {
    return Placeholders.fill(title, values);
  }

  public Optional<String> text(Map<String, String> values) {
    return text.map(t -> Placeholders.fill(t, values));
  }
}
