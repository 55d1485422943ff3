package dev.rollbackbot.incident.commit;

import java.util.List;
import java.util.Optional;

/**
 * What becomes of commits if an earlier version takes the place of the live one, as the repository
 * tells.
 *
 * @param count of the commits that are live and that the earlier version lacks
 * @param returning how many the earlier version has that are not live
 * @param newest of those that are undone, newest first; empty: they were not listed
 * @param problem why nothing of this is known, in one sentence; empty: it is
 * @param compare where people read what they changed
 */
public record UndoneCommits(
    int count,
    int returning,
    List<Commit> newest,
    Optional<String> problem,
    Optional<String> compare) {
  /** As many are kept. */
  public static final int LISTED = 5;

  public UndoneCommits {
    newest = List.copyOf(newest);
  }

  public static UndoneCommits unknown(String problem) {
    return new UndoneCommits(0, 0, List.of(), Optional.of(problem), Optional.empty());
  }
}
