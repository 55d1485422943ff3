package dev.rollbackbot.incident.proposed;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.proposal.LastMeasured;
import dev.rollbackbot.incident.proposal.RecordedFacts;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Steps of an incident whose rollback may begin by itself. */
final class AutomaticIncident {
  private AutomaticIncident() {}

  static ConversationDriver fired(Runbook runbook, Suspicion suspicion) {
    return ConversationDriver.proposed(runbook, suspicion, TriggerMode.AUTO);
  }

  static ConversationDriver announced() {
    return fired(SampleIncident.automatic(), SampleIncident.suspicion("errors"))
        .surveyEnds(SampleIncident.surveyed())
        .is(State.AwaitingApproval.class);
  }

  static ConversationDriver timer(ConversationDriver driver) {
    return driver.bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.AUTOMATIC_ROLLBACK));
  }

  /** The delay is over, and what is live is being read, if it may still begin. */
  static ConversationDriver delayIsOver(ConversationDriver driver) {
    driver.now = driver.now.plus(Duration.ofMinutes(5));
    return timer(driver);
  }

  /** What is live is as planned, nothing is under way, and the trigger still fires. */
  static ConversationDriver timeIsOver(ConversationDriver driver) {
    return readingEnds(delayIsOver(driver), asPlanned(), known(driver.now));
  }

  /** Nothing happens if nothing is being read. */
  static ConversationDriver readingEnds(
      ConversationDriver driver, Outcome outcome, RollbackHistory known) {
    Optional<String> job = driver.incident.orElseThrow().details().live().job();
    return job.map(j -> driver.bot((at, by) -> new Command.JobFinished(at, by, j, outcome, known)))
        .orElse(driver);
  }

  static Outcome asPlanned() {
    return SampleIncident.liveRead("v42", "9f2c");
  }

  /** What was read of the API, changed. */
  static Outcome read(UnaryOperator<LiveReading> api) {
    Outcome.Succeeded sample = (Outcome.Succeeded) asPlanned();
    List<LiveReading> all = ((Outcome.LiveRead) sample.finding()).readings();
    return new Outcome.Succeeded(
        new Outcome.LiveRead(List.of(api.apply(all.getFirst()), all.getLast())), sample.took());
  }

  static RollbackHistory known(Instant now) {
    return known(recorded(new LastMeasured(now, true, 3)));
  }

  static RollbackHistory known(RecordedFacts recorded) {
    return RollbackHistory.NONE.with(Set.of(), Optional.empty()).with(recorded);
  }

  static RecordedFacts recorded(LastMeasured errors) {
    return new RecordedFacts(true, 0, false, Map.of("errors", errors));
  }

  /** Why it was given to people, newest last. */
  static List<String> reasons(ConversationDriver driver) {
    return driver.events.stream()
        .flatMap(e ->
            e instanceof ProposalEvent.AutomaticRollbackHeldBack heldBack
                ? heldBack.reasons().stream()
                : List.<String>of().stream())
        .toList();
  }
}
