package dev.rollbackbot.app.trigger;

import dev.rollbackbot.app.Probes;
import dev.rollbackbot.app.trigger.TriggerFirings.TriggerFiring;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.trigger.AlertedTrigger;
import dev.rollbackbot.incident.trigger.TriggerProgress;
import dev.rollbackbot.incident.trigger.TriggerProgress.TriggerStep;
import dev.rollbackbot.incident.trigger.TriggerReading;
import dev.rollbackbot.incident.trigger.TriggerSchedule;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import dev.rollbackbot.incident.verification.Reading;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Trigger;
import dev.rollbackbot.runbook.trigger.TriggerMeasurement;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The measured triggers of one runbook in one environment. Used by one thread at a time. */
final class EnvironmentWatch {
  /** What is live is read at most that late. */
  private static final Duration LONGEST_PACE = Duration.ofMinutes(1);

  private final Runbook runbook;
  private final Environment environment;
  private final LiveDeployments live;
  private final Probes probes;
  private final TriggerRecords records;
  private final AlertedTriggers alerted;
  private final TriggerFirings firings;
  private final InstantSource clock;
  private final List<MeasuredTrigger> triggers;
  private Map<TriggerKey, AlertedTrigger> alerts = Map.of();
  private Duration lastRound = Duration.ZERO;
  private final Map<String, LiveVersion> versions = new HashMap<>();
  private Instant readAgain = Instant.MIN;

  private record MeasuredTrigger(TriggerKey key, Trigger trigger, TriggerMeasurement rule) {}

  /**
   * What is live of a service.
   *
   * @param since empty: neither the provider nor the bot knows
   */
  private record LiveVersion(String deployment, Optional<Instant> since) {
    static final LiveVersion NOT_KNOWN = new LiveVersion("", Optional.empty());
  }

  EnvironmentWatch(
      Runbook runbook,
      Environment environment,
      LiveDeployments live,
      Probes probes,
      TriggerRecords records,
      AlertedTriggers alerted,
      TriggerFirings firings,
      InstantSource clock) {
    this.runbook = runbook;
    this.environment = environment;
    this.live = live;
    this.probes = probes;
    this.records = records;
    this.alerted = alerted;
    this.firings = firings;
    this.clock = clock;
    this.triggers =
        runbook.triggers().stream()
            .filter(t -> t.modes().in(environment.id()) != TriggerMode.OFF)
            .flatMap(t ->
                t.measurement().stream()
                    .filter(rule -> runbook.measures(environment, rule))
                    .map(rule ->
                        new MeasuredTrigger(
                            new TriggerKey(runbook.id(), environment.id(), t.id()), t, rule)))
            .toList();
  }

  boolean measuresAnything() {
    return !triggers.isEmpty();
  }

  boolean isOf(Runbook current) {
    return runbook.equals(current);
  }

  /**
   * Measures what is due; returns when something will be due next.
   *
   * @param roundBefore how long the round before this one took
   * @throws InterruptedException it was cut off: nothing is counted
   */
  Instant measure(
      Map<TriggerKey, TriggerProgress> stored,
      Map<TriggerKey, AlertedTrigger> alertsNow,
      Duration roundBefore)
      throws InterruptedException {
    alerts = alertsNow;
    lastRound = roundBefore;
    Instant now = clock.instant();
    if (!now.isBefore(readAgain)) {
      readLive(now);
      readAgain = now.plus(pace());
    }
    List<MeasuredTrigger> due = new ArrayList<>();
    for (MeasuredTrigger trigger : triggers) {
      if (schedule(trigger).due(paced(stored, trigger), now)) {
        due.add(trigger);
      }
    }
    List<ProbeResult> results = probes.measure(due.stream().map(t -> target(t, now)).toList());
    Map<TriggerKey, TriggerProgress> after = new HashMap<>(stored);
    for (int i = 0; i < due.size(); i++) {
      after.put(due.get(i).key(), count(stored, due.get(i), results.get(i), now));
    }
    return next(after, now);
  }

  /** Twice as slow as the fastest of them measures. */
  private Duration pace() {
    Duration fastest =
        Collections.min(triggers.stream().map(t -> t.rule().every()).toList()).multipliedBy(2);
    return Collections.min(List.of(fastest, LONGEST_PACE));
  }

  private void readLive(Instant now) {
    Set<String> services =
        triggers.stream().map(t -> t.rule().service()).collect(Collectors.toSet());
    for (LiveReading reading : live.of(runbook, environment, services)) {
      reading.live().ifPresent(d -> noteLive(reading.service().service().id(), d, now));
    }
  }

  /** Where the provider doesn't say when it went live, what the bot saw itself counts. */
  private void noteLive(String service, Deployment deployment, Instant now) {
    LiveVersion before = versions.get(service);
    Optional<Instant> seen =
        before == null
            ? Optional.empty()
            : before.deployment().equals(deployment.id()) ? before.since() : Optional.of(now);
    versions.put(service, new LiveVersion(deployment.id(), deployment.at().or(() -> seen)));
  }

  private LiveVersion version(MeasuredTrigger trigger) {
    return versions.getOrDefault(trigger.rule().service(), LiveVersion.NOT_KNOWN);
  }

  private TriggerSchedule schedule(MeasuredTrigger trigger) {
    return new TriggerSchedule(trigger.rule(), version(trigger).since());
  }

  private static TriggerProgress progress(
      Map<TriggerKey, TriggerProgress> stored, MeasuredTrigger trigger) {
    return stored.getOrDefault(trigger.key(), TriggerProgress.NONE);
  }

  private AlertedTrigger alertsOf(MeasuredTrigger trigger) {
    return alerts.getOrDefault(trigger.key(), AlertedTrigger.NONE);
  }

  private TriggerProgress paced(Map<TriggerKey, TriggerProgress> stored, MeasuredTrigger trigger) {
    return progress(stored, trigger).measuredAfter(alertsOf(trigger));
  }

  private ProbeTarget target(MeasuredTrigger trigger, Instant now) {
    TriggerMeasurement rule = trigger.rule();
    return new ProbeTarget(
        new Probe(
            trigger.trigger().id(),
            trigger.trigger().text(),
            rule.service(),
            rule.measurement(),
            Set.of()),
        runbook.address(environment, rule.service()),
        runbook.serviceIn(environment, rule.service()).resource(),
        environment.id(),
        version(trigger).since(),
        schedule(trigger).earlier(now));
  }

  private TriggerProgress count(
      Map<TriggerKey, TriggerProgress> stored,
      MeasuredTrigger trigger,
      ProbeResult result,
      Instant now) {
    TriggerProgress before = progress(stored, trigger);
    TriggerSchedule schedule = schedule(trigger);
    TriggerReading reading =
        new TriggerReading(
            now,
            result.reading().map(Reading::at).orElseGet(() -> schedule.about(now)),
            result.verdict(),
            result.detail(),
            version(trigger).deployment());
    // A service that hangs, or another one, holds the round up: that is no gap of measuring.
    Duration pace =
        schedule.pace(paced(stored, trigger), now).orElse(trigger.rule().every()).plus(lastRound);
    TriggerStep step = before.next(trigger.rule(), pace, reading, alertsOf(trigger));
    TriggerProgress after = step.progress();
    TriggerKey key = trigger.key();
    // Told before it is stored: after a crash in between it is told again, and known by its key.
    switch (step.change()) {
      case NONE -> {
        if (after.firedAt().isPresent() && reading.verdict() == Verdict.FAILED) {
          firings.stillFires(key);
        }
      }
      case FIRED -> firings.fired(firing(trigger, after, now));
      case RECOVERED -> {
        firings.recovered(key.runbook(), key.environment(), key.trigger(), now);
        alerted.recovered(key, now);
      }
    }
    if (!after.equals(before)) {
      records.save(key, after);
    }
    return after;
  }

  private static TriggerFiring firing(
      MeasuredTrigger trigger, TriggerProgress progress, Instant now) {
    TriggerKey key = trigger.key();
    Instant onset = progress.onset().orElse(now);
    return new TriggerFiring(
        "measured:%s:%s:%s:%d"
            .formatted(key.runbook(), key.environment(), key.trigger(), onset.toEpochMilli()),
        key.runbook(),
        key.environment(),
        key.trigger(),
        trigger.rule().service(),
        now,
        Optional.of(onset),
        progress.readings(),
        Optional.empty());
  }

  private Instant next(Map<TriggerKey, TriggerProgress> progress, Instant now) {
    Instant next = readAgain;
    for (MeasuredTrigger trigger : triggers) {
      Optional<Instant> due = schedule(trigger).next(paced(progress, trigger), now);
      next = due.filter(next::isAfter).orElse(next);
    }
    return next;
  }
}
