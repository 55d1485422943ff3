package dev.rollbackbot;

import dev.rollbackbot.app.IncidentService;
import dev.rollbackbot.app.Probes;
import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.app.alert.AlertEndpoint;
import dev.rollbackbot.app.alert.AlertFollowUp;
import dev.rollbackbot.app.alert.AlertIntake;
import dev.rollbackbot.app.proposal.Proposals;
import dev.rollbackbot.app.trigger.IncidentProposals;
import dev.rollbackbot.app.trigger.RecordedFirings;
import dev.rollbackbot.app.trigger.TriggerFirings;
import dev.rollbackbot.app.trigger.TriggerNotices;
import dev.rollbackbot.app.trigger.TriggerRecords;
import dev.rollbackbot.app.trigger.TriggerRound;
import dev.rollbackbot.cli.Settings;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.trigger.AlertMatch;
import dev.rollbackbot.store.Database;
import dev.rollbackbot.work.Worker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What notices that a rollback may be needed: measured triggers, and alerts of other systems. */
final class TriggerParts {
  private static final Logger LOG = LoggerFactory.getLogger(TriggerParts.class);

  /** Names of repeated work. */
  private static final String TRIGGERS = "triggers";

  private static final String ALERTS = "alerts";

  private final Database database;
  private final Runbooks runbooks;
  private final Worker worker;
  private final InstantSource clock;
  private final TriggerRound round;
  private final AlertFollowUp followUp;

  TriggerParts(
      Database database,
      Runbooks runbooks,
      ProviderGateway gateway,
      Probes probes,
      IncidentService incidents,
      TriggerNotices notices,
      Worker worker,
      InstantSource clock) {
    this.database = database;
    this.runbooks = runbooks;
    this.worker = worker;
    this.clock = clock;
    TriggerRecords records = database.triggerRecords();
    TriggerFirings firings =
        new RecordedFirings(
            runbooks,
            gateway,
            records,
            new IncidentProposals(new Proposals(incidents, clock), records, notices));
    this.round =
        new TriggerRound(
            runbooks, gateway, probes, records, database.alertedTriggers(), firings, clock);
    this.followUp =
        new AlertFollowUp(
            database.incidents(),
            database.alerts(),
            database.alertedTriggers(),
            firings,
            () -> worker.hasten(TRIGGERS),
            clock);
  }

  List<Worker.RepeatedWork> work() {
    return List.of(
        new Worker.RepeatedWork(TRIGGERS, round::run),
        new Worker.RepeatedWork(ALERTS, followUp::run));
  }

  /** Empty: no system may send alerts. */
  Optional<AlertEndpoint> alerts(Settings settings, MeterRegistry metrics) {
    return settings.alertSources().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new AlertIntake(
                settings.alertSources(),
                database.incidents(),
                database.alerts(),
                database.alertedTriggers(),
                runbooks::all,
                this::followUpNow,
                clock,
                metrics));
  }

  /** Says in the log whose alerts the runbooks name though none can arrive. */
  static void serve(Settings settings, List<Runbook> runbooks) {
    for (Runbook runbook : runbooks) {
      runbook.triggers().stream()
          .flatMap(trigger -> trigger.alerts().stream())
          .map(AlertMatch::source)
          .distinct()
          .filter(system -> !settings.alertSources().containsKey(system))
          .forEach(system ->
              LOG.warn(
                  "runbook names alerts of a system whose secret is missing runbook={} system={}",
                  runbook.id(),
                  system));
    }
  }

  private void followUpNow() {
    followUp.call();
    worker.hasten(ALERTS);
  }
}
