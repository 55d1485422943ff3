package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.verification.ProbeRound;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.Runbook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which probes run, and how often. */
public final class ProbeSchedule {
  private ProbeSchedule() {}

  /** The probes to run now; empty: none, or none any more. */
  public static Optional<ProbeRound> round(Incident incident, Instant now) {
    Runbook runbook = incident.details().runbook();
    Environment environment = incident.details().environment();
    List<ProbeRound.ProbeTarget> targets = targets(probes(incident, now), runbook, environment);
    return targets.isEmpty()
        ? Optional.empty()
        : Optional.of(new ProbeRound(targets, runbook.interval(environment)));
  }

  private static List<Probe> probes(Incident incident, Instant now) {
    if (Baselines.wanted(incident)) {
      return incident.details().runbook().probes(incident.details().environment());
    }
    if (!(incident.state() instanceof State.Measuring measuring)
        || (measuring instanceof State.Resolved resolved && !now.isBefore(resolved.watchUntil()))) {
      return List.of();
    }
    return measuring.results().probes().stream().map(VerificationResults.ProbeRun::probe).toList();
  }

  /** Services without an address in this environment are left out. */
  private static List<ProbeRound.ProbeTarget> targets(
      List<Probe> probes, Runbook runbook, Environment environment) {
    return probes.stream()
        .flatMap(probe ->
            runbook
                .address(environment, probe.service())
                .map(address -> new ProbeRound.ProbeTarget(probe, address))
                .stream())
        .toList();
  }
}
