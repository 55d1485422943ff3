package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.incident.proposal.RecordedFacts;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.collection.SortedCopy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known from earlier incidents.
 *
 * @param marks of versions, oldest first: a later one replaces an earlier one of the same version
 * @param lastDurations how long the last rollback of a service took, by the name under which it is
 *     recorded
 * @param held keys of the locks that other incidents hold
 * @param lastAutomatic when the last rollback began without an approval for the same runbook and
 *     environment; empty: there was none
 * @param recorded what the bot knows itself of a rollback that would begin without an approval now;
 *     empty: none would
 */
public record RollbackHistory(
    List<VersionMark> marks,
    Map<String, Duration> lastDurations,
    Set<String> held,
    Optional<Instant> lastAutomatic,
    Optional<RecordedFacts> recorded) {
  public static final RollbackHistory NONE = new RollbackHistory(List.of(), Map.of());

  public RollbackHistory {
    marks = List.copyOf(marks);
    lastDurations = SortedCopy.of(lastDurations);
    held = SortedCopy.of(held);
  }

  /** Nothing is held, and nothing has begun without an approval. */
  public RollbackHistory(List<VersionMark> marks, Map<String, Duration> lastDurations) {
    this(marks, lastDurations, Set.of(), Optional.empty(), Optional.empty());
  }

  /** With what bears on a rollback that nobody approves. */
  public RollbackHistory with(Set<String> heldNow, Optional<Instant> automatic) {
    return new RollbackHistory(marks, lastDurations, heldNow, automatic, recorded);
  }

  /** With what is known when such a rollback would begin. */
  public RollbackHistory with(RecordedFacts found) {
    return new RollbackHistory(marks, lastDurations, held, lastAutomatic, Optional.of(found));
  }

  /** The newest mark of the version; empty: there is none. */
  public Optional<VersionMark> mark(ServiceRef service, String version) {
    return marks.reversed().stream()
        .filter(m -> service.recordNames().contains(m.resource()) && m.version().equals(version))
        .findFirst();
  }

  /** How long the service's last rollback took; empty: that is not recorded. */
  public Optional<Duration> lastDuration(ServiceRef service) {
    return service.recordNames().reversed().stream()
        .flatMap(name -> Optional.ofNullable(lastDurations.get(name)).stream())
        .findFirst();
  }
}
