package dev.rollbackbot.incident;

import dev.rollbackbot.incident.proposal.LastMeasured;
import dev.rollbackbot.incident.proposal.RecordedFacts;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.promises.TestUsers;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What bears on a rollback that may begin by itself: triggers, everybody's stop, readings. */
final class AutomaticEnumeration {
  private static final Instant NOW = SampleIncident.START;

  private AutomaticEnumeration() {}

  /** The bot begins an incident whose rollback may begin by itself, with no delay. */
  static Command begun() {
    return new ProposalCommand.Propose(
        NOW,
        Actor.BOT,
        new IncidentId(12),
        runbook(),
        "production",
        SampleIncident.suspicion("errors"),
        TriggerMode.AUTO);
  }

  private static Runbook runbook() {
    return SampleIncident.automatic(
        Optional.of(Duration.ZERO),
        new Step.RollBackService("api", "API", "api", "answers", List.of(), List.of()),
        new Step.RollBackService("site", "Site", "site", "loads", List.of(), List.of()));
  }

  static List<Command> in(Incident incident) {
    List<Command> out = new ArrayList<>();
    for (Actor by : List.of(TestUsers.RESPONDER, TestUsers.STRANGER)) {
      out.add(new ProposalCommand.StopAutomaticRollback(NOW, by));
      out.add(new ProposalCommand.TriggerRecovered(NOW, by, "errors"));
    }
    Actor bot = Actor.BOT;
    out.add(new ProposalCommand.TriggerFiredAgain(NOW, bot, SampleIncident.suspicion("errors")));
    out.add(new ProposalCommand.TriggerRecovered(NOW, bot, "errors"));
    incident
        .details()
        .live()
        .job()
        .ifPresent(job -> {
          for (RollbackHistory known : known()) {
            out.add(new Command.JobFinished(NOW, bot, job, readings().getFirst(), known));
          }
          for (Outcome outcome : readings()) {
            out.add(new Command.JobFinished(NOW, bot, job, outcome, known().getFirst()));
          }
        });
    if (incident.state() instanceof State.Preparing(State.Surveying(String job))) {
      out.add(new Command.JobFinished(NOW, bot, job, SampleIncident.surveyed(), known().getLast()));
    }
    return out;
  }

  private static List<Outcome> readings() {
    Outcome.Succeeded asPlanned = (Outcome.Succeeded) SampleIncident.liveRead("v42", "9f2c");
    List<LiveReading> all = ((Outcome.LiveRead) asPlanned.finding()).readings();
    RunningDeployment other =
        new RunningDeployment("deployment-v43", "v43", "build", Optional.empty());
    return List.of(
        asPlanned,
        new Outcome.Unknown("no answer"),
        SampleIncident.liveRead("v42", ""),
        SampleIncident.liveRead("v43", "9f2c"),
        read(all, Optional.of(List.of(other))),
        read(all, Optional.empty()));
  }

  private static Outcome read(List<LiveReading> all, Optional<List<RunningDeployment>> running) {
    LiveReading api = all.getFirst();
    return new Outcome.Succeeded(
        new Outcome.LiveRead(
            List.of(
                new LiveReading(api.service(), api.at(), api.live(), "", running), all.getLast())),
        Duration.ofSeconds(1));
  }

  private static List<RollbackHistory> known() {
    RollbackHistory none = RollbackHistory.NONE;
    LastMeasured fires = new LastMeasured(NOW, true, 3);
    String lock = runbook().serviceIn(runbook().environments().getFirst(), "api").lockKey();
    return List.of(
        none.with(recorded(true, 0, false, fires)),
        none,
        none.with(recorded(false, 0, false, fires)),
        none.with(recorded(true, 1, false, fires)),
        none.with(recorded(true, 0, true, fires)),
        none.with(recorded(true, 0, false, new LastMeasured(NOW, false, 3))),
        none.with(Set.of(lock), Optional.empty()).with(recorded(true, 0, false, fires)),
        none.with(Set.of(), Optional.of(NOW)).with(recorded(true, 0, false, fires)));
  }

  private static RecordedFacts recorded(
      boolean sameRunbook, int untold, boolean clicksWait, LastMeasured errors) {
    return new RecordedFacts(sameRunbook, untold, clicksWait, Map.of("errors", errors));
  }
}
