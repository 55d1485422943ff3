package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** When the running system is looked at, where, and how often. */
public final class Probing {
  private Probing() {}

  /** What an incident wants measured now; empty: nothing (any more). */
  public static Optional<ProbeRound> round(Incident incident, Instant now) {
    Runbook runbook = incident.facts().runbook();
    Environment environment = incident.facts().environment();
    return measuring(incident.state(), now)
        .map(s ->
            new ProbeRound(
                targets(s.measurements(), runbook, environment), runbook.interval(environment)))
        .filter(round -> !round.targets().isEmpty());
  }

  private static Optional<State.Measuring> measuring(State state, Instant now) {
    return switch (state) {
      case State.Propagating s -> Optional.of(s);
      case State.Verifying s -> Optional.of(s);
      case State.AwaitingSignOff s -> Optional.of(s);
      case State.Resolved s -> now.isBefore(s.watchUntil()) ? Optional.of(s) : Optional.empty();
      case State.Monitoring _,
          State.Preparing _,
          State.AwaitingApproval _,
          State.RollingBack _,
          State.Paused _,
          State.Blocked _,
          State.Closed _,
          State.Cancelled _ ->
          Optional.empty();
    };
  }

  /** A service that has no address in this environment is not measured there. */
  private static List<ProbeRound.Target> targets(
      Measurements measurements, Runbook runbook, Environment environment) {
    return measurements.probes().stream()
        .map(Measurements.ProbeRun::probe)
        .flatMap(p ->
            runbook
                .address(environment, p.service())
                .map(address -> new ProbeRound.Target(p, address))
                .stream())
        .toList();
  }
}
