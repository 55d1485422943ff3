package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.verification.ProbeRound;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import dev.rollbackbot.incident.verification.SuccessProbes;
import dev.rollbackbot.incident.verification.VerificationResults.ProbeRun;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.SuccessCondition;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.MetricQuery;
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
    List<Probe> due;
    if (Baselines.wanted(incident)) {
      due = runbook.probes(environment);
    } else if (incident.state() instanceof State.Measuring measuring
        && !measuring.results().probes().isEmpty()
        && !(measuring instanceof State.Resolved resolved
            && !now.isBefore(resolved.watchUntil()))) {
      due =
          measuring.results().probes().stream()
              .filter(run -> due(incident, run, now))
              .map(ProbeRun::probe)
              .toList();
    } else {
      return Optional.empty();
    }
    List<ProbeTarget> targets = due.stream().map(p -> target(incident, p, now)).toList();
    return Optional.of(new ProbeRound(targets, runbook.interval(environment)));
  }

  /**
   * A metric is read again only after its time: the same value twice is no second one. A reading
   * that changes nothing is not stored, so it can be asked for earlier; the source's adapter then
   * gives the last one again.
   */
  private static boolean due(Incident incident, ProbeRun run, Instant now) {
    boolean settled =
        MetricTimes.measurableFrom(incident, run.probe()).filter(now::isBefore).isEmpty();
    return switch (run.probe().measurement()) {
      case HttpGet _ -> settled;
      case MetricQuery query ->
          settled && run.readAt().map(at -> at.plus(query.every())).filter(now::isBefore).isEmpty();
    };
  }

  /**
   * From when on a probe measures what the rollback changed; empty: at once.
   *
   * @param incident whose rollback it is
   */
  public static Optional<Instant> measurableFrom(Incident incident, Probe probe) {
    return MetricTimes.measurableFrom(incident, probe);
  }

  /**
   * What must be measured before that job is a success; empty: nothing, or its outcome is not
   * waited for any more.
   *
   * @param job that is to tell how what a step runs has ended
   */
  public static Optional<SuccessProbes> ofJob(Incident incident, String job, Instant now) {
    Optional<SuccessCondition> condition =
        incident
            .rollback()
            .flatMap(rollback -> rollback.stepAwaiting(job))
            .flatMap(step -> incident.details().method().job(step.step().id()))
            .flatMap(Step.JobStep::success);
    Runbook runbook = incident.details().runbook();
    Environment environment = incident.details().environment();
    return condition.map(success ->
        new SuccessProbes(
            new ProbeRound(
                runbook.verification().probes().stream()
                    .filter(probe -> success.probes().contains(probe.id()))
                    .map(probe -> target(incident, probe, now))
                    .toList(),
                runbook.interval(environment)),
            success.within()));
  }

  private static ProbeTarget target(Incident incident, Probe probe, Instant now) {
    Runbook runbook = incident.details().runbook();
    Environment environment = incident.details().environment();
    return new ProbeTarget(
        probe,
        runbook.address(environment, probe.service()),
        runbook.serviceIn(environment, probe.service()).resource(),
        environment.id(),
        MetricTimes.lastChange(incident),
        MetricTimes.earlier(incident, probe, now));
  }
}
