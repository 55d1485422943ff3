package dev.rollbackbot.incident.proposal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why a rollback is proposed.
 *
 * @param trigger id of the runbook's trigger that fired
 * @param service id of the service that it is about
 * @param firedAt when it fired
 * @param onset when the fault began as far as it was measured; empty: not known
 * @param readings what was measured or alerted, newest first, each a line to show; at most 5
 * @param suspect the newest deployment before the onset; empty: none was found
 */
public record Suspicion(
    String trigger,
    String service,
    Instant firedAt,
    Optional<Instant> onset,
    List<String> readings,
    Optional<Suspect> suspect) {
  public Suspicion {
    readings = List.copyOf(readings);
  }

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
