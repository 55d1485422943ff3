package dev.rollbackbot.simulation;

import dev.rollbackbot.app.IncidentService;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.app.alert.AlertFollowUp;
import dev.rollbackbot.app.alert.AlertIntake;
import dev.rollbackbot.app.alert.AlertStore;
import dev.rollbackbot.app.alert.AlertedTriggerStore;
import dev.rollbackbot.app.proposal.Proposals;
import dev.rollbackbot.app.trigger.IncidentProposals;
import dev.rollbackbot.app.trigger.OneRunbook;
import dev.rollbackbot.app.trigger.RecordedFirings;
import dev.rollbackbot.app.trigger.TriggerFirings;
import dev.rollbackbot.app.trigger.TriggerRecords;
import dev.rollbackbot.app.trigger.TriggerRound;
import dev.rollbackbot.store.RestartableDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What one process measures and is alerted of: the bot's own code, on the simulated clock. */
final class SimulatedTriggers {
  private final SeededRandom random;
  private final TracingClock clock;
  private final TriggerRound round;
  private final AlertFollowUp followUp;
  private final SimulatedAlerts alerts;
  private final AlertIntake intake;
  private Instant measureAt = Instant.MIN;
  private Instant followAt = Instant.MIN;

  SimulatedTriggers(
      RestartableDatabase database,
      CrashingStore crashes,
      IncidentStore store,
      TriggerRecords records,
      SimulatedProvider provider,
      SimulatedWatch watch,
      IncidentService service,
      SeededRandom random,
      TracingClock clock) {
    this.random = random;
    this.clock = clock;
    this.alerts = watch.alerts();
    Runbooks runbooks = new OneRunbook(watch.runbook());
    AlertStore stored = crashes.of(AlertStore.class, database.alerts());
    AlertedTriggerStore alerted = crashes.of(AlertedTriggerStore.class, database.alertedTriggers());
    TriggerFirings firings =
        new RecordedFirings(
            runbooks,
            provider,
            records,
            new IncidentProposals(
                new Proposals(service, clock),
                records,
                (_, _, _) -> clock.note("it fired, and there is no suspect")));
    this.round = new TriggerRound(runbooks, provider, provider, records, alerted, firings, clock);
    this.followUp =
        new AlertFollowUp(
            store, stored, alerted, firings, () -> measureAt = clock.instant(), clock);
    this.intake =
        new AlertIntake(
            Map.of(SimulatedAlerts.SYSTEM, alerts),
            store,
            stored,
            alerted,
            runbooks::all,
            this::stored,
            clock,
            new SimpleMeterRegistry());
  }

  private void stored() {
    followUp.call();
    followAt = clock.instant();
  }

  Instant due() {
    return alerts.waits() ? Instant.MIN : Collections.min(List.of(measureAt, followAt));
  }

  /** One thing that is due. */
  void act() {
    Instant now = clock.instant();
    if (alerts.waits() && random.yes(0.5)) {
      alerts.deliver(intake);
    } else if (!now.isBefore(followAt)) {
      followAt = followUp.run();
    } else if (!now.isBefore(measureAt)) {
      measure();
    }
  }

  /** A crash in its thread is one of the process. */
  private void measure() {
    int crashes = random.crashes();
    measureAt = round.run();
    if (random.crashes() > crashes) {
      throw new SimulatedCrash("while triggers were measured");
    }
  }
}
