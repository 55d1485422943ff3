package dev.rollbackbot.incident.trigger;

import dev.rollbackbot.incident.proposal.Suspicion.Suspect;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Which change may have caused a fault: the newest one before it began. */
public final class SuspectSearch {
  /** A change that was longer before is not suspected any more. */
  public static final Duration LOOK_BACK = Duration.ofHours(1);

  private SuspectSearch() {}

  /**
   * Only what is live still is suspected: what somebody has replaced since is no longer there to be
   * rolled back.
   *
   * @param service id of the service that the trigger is about: of changes at the same time its own
   *     is meant
   * @param onset when the fault began as far as it is known
   * @param live the services of the runbook as far as they could be read
   */
  public static Optional<Suspect> find(
      String service, Instant onset, Collection<LiveReading> live) {
    return live.stream()
        .flatMap(SuspectSearch::suspect)
        .filter(s -> !s.at().isAfter(onset) && !s.at().isBefore(onset.minus(LOOK_BACK)))
        .max(Comparator.comparing(Suspect::at).thenComparing(s -> s.service().equals(service)));
  }

  /** Nothing can be said of one whose time its provider doesn't say. */
  private static Stream<Suspect> suspect(LiveReading reading) {
    return reading.live().stream()
        .flatMap(live ->
            live.deployedAt().stream()
                .flatMap(at ->
                    newest(live).stream()
                        .map(version ->
                            new Suspect(
                                reading.service().service().id(),
                                live.label(),
                                version.id(),
                                at,
                                live.author().or(version::author),
                                version.message()))));
  }

  private static Optional<Version> newest(Deployment live) {
    return live.shares().stream()
        .map(Deployment.TrafficShare::version)
        .max(Comparator.comparing(version -> version.created().orElse(Instant.MIN)));
  }
}
