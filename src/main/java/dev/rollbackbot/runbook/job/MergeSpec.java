package dev.rollbackbot.runbook.job;

import dev.rollbackbot.runbook.job.PullRequestSpec.PullRequestBranches;
import java.util.Map;

/** Merges the pull request that an earlier step opened. */
public record MergeSpec(PullRequestBranches branches, MergeMethod method) implements JobSpec {
  /** How GitHub brings the commits into the base. */
  public enum MergeMethod {
    MERGE("with a merge commit"),
    SQUASH("as one commit"),
    REBASE("one by one");

    private final String words;

    MergeMethod(String words) {
      this.words = words;
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
    return "merge %s into %s of %s %s"
        .formatted(filled.head(), filled.base(), filled.repository(), method.words);
  }
}
