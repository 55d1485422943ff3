package dev.rollbackbot.incident.commit;

import java.util.Optional;

/**
 * The newest commit of a branch when a plan was made: a job of that plan starts from no other.
 *
 * @param commit empty: it could not be read, and nothing is compared
 * @param problem why it could not be read, in one sentence
 */
public record BranchTip(String branch, Optional<Commit> commit, Optional<String> problem) {
  static BranchTip of(CommitHistory history) {
    return new BranchTip(history.base(), history.commits().stream().findFirst(), history.problem());
  }

  public static BranchTip unread(String branch) {
    return new BranchTip(branch, Optional.empty(), Optional.empty());
  }
}
