package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.runbook.collection.SortedCopy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known from earlier incidents.
 *
 * @param marks of versions, oldest first: a later one replaces an earlier one of the same version
 * @param lastDurations how long the last rollback of a service took, by the provider's name for it
 */
public record RollbackHistory(List<VersionMark> marks, Map<String, Duration> lastDurations) {
  public static final RollbackHistory NONE = new RollbackHistory(List.of(), Map.of());

  public RollbackHistory {
    marks = List.copyOf(marks);
    lastDurations = SortedCopy.of(lastDurations);
  }

  /** The newest mark of the version; empty: there is none. */
  public Optional<VersionMark> mark(String resource, String version) {
    return marks.reversed().stream()
        .filter(m -> m.resource().equals(resource) && m.version().equals(version))
        .findFirst();
  }
}
