package dev.rollbackbot.incident.commit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The newest commits of a branch, newest first.
 *
 * @param base the branch
 * @param problem why they could not be read, in one sentence; empty: they could
 * @param compare an address with {@code {from}} and {@code {to}} where people read what changed
 *     between two of them; empty: the provider knows of none
 */
public record CommitHistory(
    String base, List<Commit> commits, Optional<String> problem, Optional<String> compare) {
  /** As many are read. */
  public static final int MOST = 100;

  public CommitHistory {
    commits = List.copyOf(commits);
  }

  public CommitHistory(String base, List<Commit> commits, Optional<String> problem) {
    this(base, commits, problem, Optional.empty());
  }

  public static CommitHistory unreadable(String base, String problem) {
    return new CommitHistory(base, List.of(), Optional.of(problem), Optional.empty());
  }

  public BranchTip tip() {
    return BranchTip.of(this);
  }

  /** The one whose id begins so; empty: none of those that were read, or several. */
  public Optional<Commit> find(String id) {
    List<Commit> found = commits.stream().filter(c -> c.id().startsWith(id)).toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /** Those that the branch got since that commit, newest first. */
  public List<Commit> since(Commit good) {
    Map<String, Commit> byId = new HashMap<>();
    commits.forEach(c -> byId.put(c.id(), c));
    Set<String> before = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(good.id()));
    while (!open.isEmpty()) {
      String id = open.remove();
      if (before.add(id) && byId.containsKey(id)) {
        open.addAll(byId.get(id).parents());
      }
    }
    return commits.stream().filter(c -> !before.contains(c.id())).toList();
  }
}
