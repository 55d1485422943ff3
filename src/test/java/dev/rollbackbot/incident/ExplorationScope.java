package dev.rollbackbot.incident;

import java.util.List;

/**
 * What an exploration tries, because everything at once would be too many states.
 *
 * @param earlier the number of earlier rollbacks that distinguish two states
 * @param users who act
 * @param changes whether severity, impact and lead change
 * @param unplannable whether services without a target are found, which people leave out or choose
 *     a version for
 * @param jobs whether the runbook's first method runs a job, which ends in every way, prints, waits
 *     for a person and is stopped
 * @param automatic whether the rollback may begin by itself; then what follows its beginning,
 *     however it began, is not tried, but for what stops one that nobody approved before its first
 *     change
 * @param endings whether it is known of each step if it was carried out or skipped, which decides
 *     how the rollback ends
 */
record ExplorationScope(
    int earlier,
    List<Actor> users,
    boolean changes,
    boolean unplannable,
    boolean jobs,
    boolean endings,
    boolean automatic) {
  ExplorationScope {
    users = List.copyOf(users);
  }

  static ExplorationScope of(int earlier, List<Actor> users) {
    return new ExplorationScope(earlier, users, false, false, false, false, false);
  }

  ExplorationScope withChanges() {
    return new ExplorationScope(earlier, users, true, unplannable, jobs, endings, automatic);
  }

  ExplorationScope withUnplannable() {
    return new ExplorationScope(earlier, users, changes, true, jobs, endings, automatic);
  }

  ExplorationScope withJobs() {
    return new ExplorationScope(earlier, users, changes, unplannable, true, endings, automatic);
  }

  ExplorationScope withEndings() {
    return new ExplorationScope(earlier, users, changes, unplannable, jobs, true, automatic);
  }

  ExplorationScope withAutomatic() {
    return new ExplorationScope(earlier, users, changes, unplannable, jobs, endings, true);
  }
}
