package dev.rollbackbot.app.trigger;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.Probes;
import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.incident.trigger.AlertedTrigger;
import dev.rollbackbot.incident.trigger.TriggerProgress;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the triggers that are due, of all runbooks in all their environments. Only one instance
 * runs a round at a time.
 */
public final class TriggerRound {
  private static final Logger LOG = LoggerFactory.getLogger(TriggerRound.class);

  /** A changed runbook is noticed after that time. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

  /** After one that couldn't be ended, which asked the provider for nothing. */
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

  private final Runbooks runbooks;
  private final LiveDeployments live;
  private final Probes probes;
  private final TriggerRecords records;
  private final AlertedTriggers alerted;
  private final TriggerFirings firings;
  private final InstantSource clock;
  private final Map<Place, EnvironmentWatch> watched = new HashMap<>();

  /** How long the last round took: nothing was measured again meanwhile. */
  private Duration lastRound = Duration.ZERO;

  private record Place(String runbook, String environment) {}

  public TriggerRound(
      Runbooks runbooks,
      CommandGateway gateway,
      Probes probes,
      TriggerRecords records,
      AlertedTriggers alerted,
      TriggerFirings firings,
      InstantSource clock) {
    this.runbooks = runbooks;
    this.live = new LiveDeployments(gateway);
    this.probes = probes;
    this.records = records;
    this.alerted = alerted;
    this.firings = firings;
    this.clock = clock;
  }

  /** Measures once what is due; returns when something will be due next. */
  public synchronized Instant run() {
    List<EnvironmentWatch> all = environments();
    if (all.isEmpty()) {
      return clock.instant().plus(LONGEST_PAUSE);
    }
    Map<TriggerKey, TriggerProgress> progress = records.progress();
    Map<TriggerKey, AlertedTrigger> alerts = alerted.all();
    Instant start = clock.instant();
    Duration before = lastRound;
    List<FutureTask<Instant>> tasks = new ArrayList<>();
    for (EnvironmentWatch watch : all) {
      FutureTask<Instant> task = new FutureTask<>(() -> watch.measure(progress, alerts, before));
      Thread.ofVirtual().name("triggers").start(task);
      tasks.add(task);
    }
    Instant now = clock.instant();
    Instant next = now.plus(LONGEST_PAUSE);
    for (FutureTask<Instant> task : tasks) {
      next = Collections.min(List.of(next, await(task, now.plus(AFTER_TROUBLE))));
    }
    Instant end = clock.instant();
    lastRound = Duration.between(start, end);
    return Collections.max(List.of(next, end.plus(SHORTEST_PAUSE)));
  }

  /** One environment in trouble doesn't hold up the others. */
  private static Instant await(FutureTask<Instant> task, Instant otherwise) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return otherwise;
    } catch (ExecutionException e) {
      LOG.warn("triggers not measured", e.getCause());
      return otherwise;
    }
  }

  private List<EnvironmentWatch> environments() {
    List<EnvironmentWatch> all = new ArrayList<>();
    Set<Place> current = new HashSet<>();
    for (Runbook runbook : runbooks.all()) {
      for (Environment environment : runbook.environments()) {
        Place place = new Place(runbook.id(), environment.id());
        EnvironmentWatch watch = watched.get(place);
        if (watch == null || !watch.isOf(runbook)) {
          watch =
              new EnvironmentWatch(
                  runbook, environment, live, probes, records, alerted, firings, clock);
        }
        if (watch.measuresAnything()) {
          current.add(place);
          watched.put(place, watch);
          all.add(watch);
        }
      }
    }
    watched.keySet().retainAll(current);
    return all;
  }
}
