package dev.rollbackbot.app.trigger;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.app.trigger.FiringRecord.SuspectRecord;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.incident.proposal.Suspicion.AlertOrigin;
import dev.rollbackbot.incident.proposal.Suspicion.Suspect;
import dev.rollbackbot.incident.trigger.SuspectSearch;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Trigger;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records what fires, looks for the change that may have caused it, and proposes. */
public final class RecordedFirings implements TriggerFirings {
  private static final Logger LOG = LoggerFactory.getLogger(RecordedFirings.class);

  private final Runbooks runbooks;
  private final LiveDeployments live;
  private final TriggerRecords records;
  private final TriggerProposals proposals;

  public RecordedFirings(
      Runbooks runbooks,
      CommandGateway gateway,
      TriggerRecords records,
      TriggerProposals proposals) {
    this.runbooks = runbooks;
    this.live = new LiveDeployments(gateway);
    this.records = records;
    this.proposals = proposals;
  }

  @Override
  public FiringOutcome fired(TriggerFiring firing) {
    Optional<Runbook> runbook = runbooks.find(firing.runbook());
    Optional<Environment> environment = runbook.flatMap(r -> r.environment(firing.environment()));
    Optional<Trigger> trigger =
        runbook.flatMap(
            r -> r.triggers().stream().filter(t -> t.id().equals(firing.trigger())).findFirst());
    TriggerMode mode = trigger.map(t -> t.modes().in(firing.environment())).orElse(TriggerMode.OFF);
    if (mode == TriggerMode.OFF || environment.isEmpty()) {
      return FiringOutcome.OFF;
    }
    FiringRecord record = records.begin(recorded(firing, mode));
    return record
        .outcome()
        .orElseGet(() -> decide(runbook.orElseThrow(), environment.get(), record));
  }

  @Override
  public void stillFires(TriggerKey trigger) {
    Optional<Runbook> runbook = runbooks.find(trigger.runbook());
    Optional<Environment> environment = runbook.flatMap(r -> r.environment(trigger.environment()));
    if (environment.isEmpty()) {
      return;
    }
    records
        .newest(trigger)
        .filter(record -> record.outcome().equals(Optional.of(FiringOutcome.TOLD_IN_DRILL)))
        .filter(record -> record.recoveredAt().isEmpty())
        .filter(_ -> !proposals.isInDrill(trigger.runbook(), trigger.environment()))
        .filter(_ -> shown(trigger.runbook(), trigger.environment(), trigger.trigger()))
        .ifPresent(record -> decide(runbook.orElseThrow(), environment.get(), record));
  }

  /** Of one in the shadow nobody was told that it had fired. */
  private boolean shown(String runbook, String environment, String trigger) {
    return runbooks.find(runbook).stream()
        .flatMap(r -> r.triggers().stream())
        .filter(t -> t.id().equals(trigger))
        .anyMatch(t ->
            switch (t.modes().in(environment)) {
              case OFF, SHADOW -> false;
              case PROPOSE, PREPARE, AUTO -> true;
            });
  }

  private static FiringRecord recorded(TriggerFiring firing, TriggerMode mode) {
    return new FiringRecord(
        firing.key(),
        new TriggerKey(firing.runbook(), firing.environment(), firing.trigger()),
        firing.service(),
        mode,
        firing.at(),
        firing.onset(),
        firing.readings(),
        firing.alertedBy(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The mode counts that the trigger had when it fired. */
  private FiringOutcome decide(Runbook runbook, Environment environment, FiringRecord record) {
    Instant onset = record.onset().orElse(record.firedAt());
    Optional<Suspect> suspect =
        SuspectSearch.find(record.service(), onset, live.of(runbook, environment));
    FiringOutcome outcome =
        switch (record.mode()) {
          case OFF -> FiringOutcome.OFF;
          case SHADOW -> FiringOutcome.RECORDED;
          case PROPOSE, PREPARE, AUTO ->
              proposals.propose(
                  runbook, environment.id(), suspicion(record, suspect), record.mode());
        };
    records.finish(
        record.key(),
        outcome,
        suspect.map(s -> new SuspectRecord(s.service(), s.version(), s.at())));
    LOG.info(
        "trigger fired runbook={} environment={} trigger={} mode={} outcome={} suspect={}",
        runbook.id(),
        environment.id(),
        record.trigger().trigger(),
        record.mode(),
        outcome,
        suspect.map(s -> s.service() + " " + s.version()).orElse("none"));
    return outcome;
  }

  private static Suspicion suspicion(FiringRecord record, Optional<Suspect> suspect) {
    return new Suspicion(
        record.trigger().trigger(),
        record.service(),
        record.firedAt(),
        // An alert's start says nothing of when the fault began.
        record.onset().filter(_ -> record.alertedBy().isEmpty()),
        record.readings(),
        suspect,
        record.alertedBy().map(system -> new AlertOrigin(system, Optional.empty())));
  }

  @Override
  public void alertChanged(
      String runbook, String environment, String trigger, boolean firing, boolean flaps) {
    if (shown(runbook, environment, trigger)) {
      proposals.alertChanged(runbook, environment, trigger, firing, flaps);
    }
  }

  @Override
  public void recovered(String runbook, String environment, String trigger, Instant at) {
    records.recovered(new TriggerKey(runbook, environment, trigger), at);
    if (shown(runbook, environment, trigger)) {
      proposals.recovered(runbook, environment, trigger);
    }
  }
}
