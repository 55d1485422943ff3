package dev.rollbackbot.incident.proposal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a rollback is proposed.
 *
 * @param trigger id of the runbook's trigger that fired
 * @param service id of the service that it is about
 * @param firedAt when it fired
 * @param onset when the fault began as far as it was measured; empty: not known
 * @param readings what was measured or alerted, newest first, each a line to show; at most 5
 * @param suspect the newest deployment before the onset; empty: none was found
 * @param alert what another system says; empty: the bot measured it by itself
 */
public record Suspicion(
    String trigger,
    String service,
    Instant firedAt,
    Optional<Instant> onset,
    List<String> readings,
    Optional<Suspect> suspect,
    Optional<AlertOrigin> alert) {
  private static final int MOST_READINGS = 5;

  public Suspicion {
    readings = List.copyOf(readings);
  }

  /** An alert of another system no longer says that it fires. */
  public boolean alertHasEnded() {
    return alert.flatMap(AlertOrigin::endedAt).isPresent();
  }

  /**
   * With what was known before of the same trigger. Measured and alerted at the same time it is one
   * fault; otherwise it is another one, and nothing of the one before is said of it.
   */
  Suspicion after(Suspicion known) {
    boolean together = alert.isPresent() != known.alert.isPresent() && !known.alertHasEnded();
    List<String> all =
        !together
            ? readings
            : Stream.concat(readings.stream(), known.readings.stream())
                .distinct()
                .limit(MOST_READINGS)
                .toList();
    return new Suspicion(
        trigger,
        service,
        firedAt,
        together ? onset.or(known::onset) : onset,
        all,
        together ? suspect.or(known::suspect) : suspect,
        alert.or(known::alert));
  }

  /** {@code endedAt} empty: its alert fires. */
  Suspicion withAlert(Optional<Instant> endedAt) {
    return new Suspicion(
        trigger,
        service,
        firedAt,
        onset,
        readings,
        suspect,
        alert.map(origin -> new AlertOrigin(origin.system(), endedAt)));
  }

  /**
   * Another system's alert.
   *
   * @param system id of the system that sent it
   * @param endedAt since when it no longer says that it fires, which is no recovery; empty: it does
   */
  public record AlertOrigin(String system, Optional<Instant> endedAt) {}

  /**
   * A deployment that may have caused the fault.
   *
   * @param service id of the service
   * @param version as people call it
   * @param versionId the provider's id
   * @param at when it went live
   * @param author empty: the provider doesn't say
   * @param message empty: none
   */
  public record Suspect(
      String service,
      String version,
      String versionId,
      Instant at,
      Optional<String> author,
      Optional<String> message) {}
}
