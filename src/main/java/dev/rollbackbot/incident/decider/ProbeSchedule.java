package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.verification.ProbeRound;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** When the running system is looked at, where, and how often. */
public final class ProbeSchedule {
  private ProbeSchedule() {}

  /** What an incident wants measured now; empty: nothing (any more). */
  public static Optional<ProbeRound> round(Incident incident, Instant now) {
    Runbook runbook = incident.details().runbook();
    Environment environment = incident.details().environment();
    return measuring(incident.state(), now)
        .map(measuring ->
            new ProbeRound(
                targets(measuring.results(), runbook, environment), runbook.interval(environment)))
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
  private static List<ProbeRound.ProbeTarget> targets(
      VerificationResults verificationResults, Runbook runbook, Environment environment) {
    return verificationResults.probes().stream()
        .map(VerificationResults.ProbeRun::probe)
        .flatMap(probe ->
            runbook
                .address(environment, probe.service())
                .map(address -> new ProbeRound.ProbeTarget(probe, address))
                .stream())
        .toList();
  }
}
