package dev.rollbackbot.incident.commit;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The commits that a person can choose from; others can be typed.
 *
 * @param commits those that the runbook knows first, then newest first; empty: there is no list
 * @param why which commits these are, or why there are none, in one sentence
 * @param compare where people read what they changed
 */
public record OfferedCommits(List<Commit> commits, String why, Optional<String> compare) {
  private static final int SHORT = 12;

  public OfferedCommits {
    commits = List.copyOf(commits);
  }

  /**
   * Since the version that a rollback would return to was made, as far as its commit is known.
   * Whether that version is good is for people to judge.
   *
   * @param good the commits of those versions, by the services' names
   * @param known ids that the runbook names, perhaps in short
   * @param compare by a service's name where people read what came since its version
   */
  public static OfferedCommits of(
      CommitHistory history,
      Map<String, String> good,
      List<String> known,
      Map<String, String> compare) {
    if (history.problem().isPresent()) {
      return new OfferedCommits(
          List.of(),
          "The commits of %s could not be read: %s"
              .formatted(history.base(), history.problem().get()),
          Optional.empty());
    }
    Optional<Map.Entry<String, Commit>> since = oldest(history, good);
    List<Commit> commits =
        since.map(entry -> history.since(entry.getValue())).orElse(history.commits());
    String why =
        since
            .map(entry ->
                "Commits of %s since %s, from which the version of %s was made that a rollback would return to."
                    .formatted(history.base(), entry.getValue().shortId(), entry.getKey()))
            .orElseGet(() -> newest(history, good));
    String cut =
        history.commits().size() < CommitHistory.MOST
            ? ""
            : " Only the newest %d commits of the branch were read.".formatted(CommitHistory.MOST);
    return new OfferedCommits(
        commits.stream()
            .sorted(Comparator.comparing(c -> known.stream().noneMatch(c.id()::startsWith)))
            .toList(),
        why + notFound(history, good, since.isPresent()) + cut,
        since.flatMap(entry -> Optional.ofNullable(compare.get(entry.getKey()))));
  }

  private static String newest(CommitHistory history, Map<String, String> good) {
    return good.isEmpty()
        ? "The newest commits of %s: from which one the version was made that a rollback would return to is not known."
            .formatted(history.base())
        : "The newest %d commits of %s: %s, from which the version of %s was made that a rollback would return to, is none of them."
            .formatted(
                history.commits().size(),
                history.base(),
                shortId(new TreeMap<>(good).firstEntry().getValue()),
                new TreeMap<>(good).firstKey());
  }

  private static String shortId(String id) {
    return id.substring(0, Math.min(SHORT, id.length()));
  }

  /** The list may begin after the commits of those services. */
  private static String notFound(
      CommitHistory history, Map<String, String> good, boolean anyFound) {
    List<String> services =
        good.entrySet().stream()
            .filter(entry -> history.find(entry.getValue()).isEmpty())
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return anyFound && !services.isEmpty()
        ? " That of %s is not among the commits that were read."
            .formatted(String.join(", ", services))
        : "";
  }

  /** So that no newer commits are left out of a service whose commit was read. */
  private static Optional<Map.Entry<String, Commit>> oldest(
      CommitHistory history, Map<String, String> good) {
    Map<String, Commit> found = new TreeMap<>();
    good.forEach((service, id) -> history.find(id).ifPresent(c -> found.put(service, c)));
    return found.entrySet().stream()
        .max(Comparator.comparingInt(entry -> history.commits().indexOf(entry.getValue())));
  }

  /** The one that was chosen or typed like that. */
  public Optional<Commit> find(String id) {
    return commits.stream().filter(c -> c.id().startsWith(id)).findFirst();
  }
}
