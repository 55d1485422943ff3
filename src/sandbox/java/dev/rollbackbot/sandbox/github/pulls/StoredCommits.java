package dev.rollbackbot.sandbox.github.pulls;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The commits of the repository and what each was made from. Thread-safe. */
public final class StoredCommits {
  private final Map<String, StoredCommit> all = new LinkedHashMap<>();

  /**
   * One commit.
   *
   * @param parents ids, each of one that was added before
   */
  public record StoredCommit(
      String sha, List<String> parents, String message, String author, Instant at) {
    public StoredCommit {
      parents = List.copyOf(parents);
    }
  }

  public synchronized void add(StoredCommit commit) {
    all.put(commit.sha(), commit);
  }

  public synchronized Optional<StoredCommit> find(String sha) {
    return Optional.ofNullable(all.get(sha));
  }

  /** That commit and all that it was made from, the newest first. */
  public synchronized List<StoredCommit> upTo(String sha) {
    Set<String> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(sha));
    while (!open.isEmpty()) {
      String next = open.remove();
      if (all.containsKey(next) && reached.add(next)) {
        open.addAll(all.get(next).parents());
      }
    }
    return all.values().stream().filter(c -> reached.contains(c.sha())).toList().reversed();
  }

  /** Those of {@code head} that {@code base} lacks, the newest first. */
  public synchronized List<StoredCommit> only(String head, String base) {
    List<StoredCommit> theirs = upTo(base);
    return upTo(head).stream().filter(c -> !theirs.contains(c)).toList();
  }
}
