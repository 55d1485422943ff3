package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.LiveReadings;
import dev.rollbackbot.incident.assessment.database.DatabaseSteps;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.JobSucceeded;
import dev.rollbackbot.incident.rollback.Outcome.LogsCaptured;
import dev.rollbackbot.incident.rollback.Outcome.RolledBack;
import dev.rollbackbot.incident.rollback.Outcome.Succeeded;
import dev.rollbackbot.incident.rollback.Outcome.Surveyed;
import dev.rollbackbot.incident.rollback.Outcome.Unknown;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Results of jobs; one that the state does not expect is ignored. */
final class JobDecisions {
  private JobDecisions() {}

  static Decision ended(Incident incident, Command.JobFinished command) {
    String job = command.job();
    if (survey(incident.state()).equals(Optional.of(job))) {
      return surveyed(incident, command);
    }
    if (incident.details().live().job().equals(Optional.of(job))
        && (!(incident.state() instanceof State.Ended)
            || incident.state() instanceof State.Resolved)) {
      return liveRead(incident, command);
    }
    Optional<StepRun> step = incident.rollback().flatMap(r -> r.stepAwaiting(job));
    if (step.isPresent()) {
      return stepEnded(incident, command, step.get());
    }
    return incident
        .details()
        .checklist()
        .runningJob(job)
        .map(e -> itemEnded(incident, e.item().id(), command))
        .orElse(CommandRouter.NOTHING);
  }

  /** The job that reads the provider for a plan. */
  private static Optional<String> survey(State state) {
    return switch (state) {
      case State.Preparing(State.Surveying(String job)) -> Optional.of(job);
      case State.Proposed(State.Surveying(String job), var _) -> Optional.of(job);
      case State _ -> Optional.empty();
    };
  }

  /** Of a job that goes on; what one that has ended printed is attached as a file. */
  static Decision printed(Incident incident, Command.JobOutput command) {
    return ofRunning(
        incident,
        command.job(),
        step ->
            new Event.JobOutputRead(
                command.at(), step, command.job(), command.output(), command.forThread()));
  }

  /** People are told once of the same wait, also by a bot that has found the job again. */
  static Decision waits(Incident incident, Command.JobWaits command) {
    return ofStep(
        incident,
        followed(incident, command.job())
            .filter(s -> s.waits().filter(w -> w.isFor(command.text(), command.link())).isEmpty()),
        step ->
            new Event.JobWaitsForPerson(
                command.at(), step, command.job(), command.text(), command.link()));
  }

  static Decision waitOver(Incident incident, Command.JobWaitOver command) {
    return ofStep(
        incident,
        followed(incident, command.job()).filter(s -> s.waits().isPresent()),
        step -> new Event.JobWaitEnded(command.at(), step, command.job()));
  }

  /** Also one that was found again: it doesn't end before somebody acts. */
  private static Optional<StepRun> followed(Incident incident, String job) {
    return incident.rollback().flatMap(r -> r.stepAwaiting(job));
  }

  private static Decision ofRunning(Incident incident, String job, Function<String, Event> event) {
    return ofStep(
        incident,
        incident.stepOfJob(job).filter(s -> s.status() instanceof StepRun.Running),
        event);
  }

  private static Decision ofStep(
      Incident incident, Optional<StepRun> step, Function<String, Event> event) {
    return step.map(s -> CommandRouter.accept(incident, event.apply(s.step().id())))
        .orElse(CommandRouter.NOTHING);
  }

  private static Decision liveRead(Incident incident, Command.JobFinished command) {
    Event.LiveVersionsRead read =
        new Event.LiveVersionsRead(
            command.at(),
            LiveReadings.of(incident, command.outcome(), command.at()),
            AutomaticRollbackDecisions.found(incident, command));
    if (incident.state() instanceof State.AwaitingApproval state) {
      return readForApproval(incident, state.plan(), read);
    }
    DecisionBuilder builder =
        switch (incident.state()) {
          case State.AwaitingSignOff state -> SignOffDecisions.afterReading(incident, state, read);
          case State.Verifying state -> SignOffDecisions.afterReading(incident, state, read);
          case State _ -> DecisionBuilder.from(incident).then(read);
        };
    return builder.thenAutomaticTransitions(command.at());
  }

  /**
   * Only a reading that voids the plan is kept, or says of other deployments under way: the others
   * say the same each minute.
   */
  private static Decision readForApproval(
      Incident incident, Plan plan, Event.LiveVersionsRead read) {
    List<LiveReading> changed = LiveReadings.changedSince(plan, read.readings());
    List<RunningDeployment> ended = LiveReadings.endedSince(plan, read.readings());
    if (changed.isEmpty() && ended.isEmpty()) {
      if (read.facts().isPresent()) {
        return AutomaticRollbackDecisions.readAtTheEnd(incident, plan, read);
      }
      return ExternalInputDecisions.acceptIf(
          LiveReadings.othersRun(incident.details().live(), read.readings()), incident, read);
    }
    return DecisionBuilder.from(incident)
        .then(read)
        .then(new Event.PlanVoided(read.at(), plan.hash(), changed, Optional.of(ended)))
        .thenAutomaticTransitions(read.at());
  }

  private static Decision surveyed(Incident incident, Command.JobFinished command) {
    return switch (command.outcome()) {
      case Succeeded(Surveyed surveyed, Duration _) -> {
        String live =
            surveyed.services().stream()
                .map(s -> s.service().service().name() + " " + s.live().label())
                .collect(Collectors.joining(", "));
        yield planned(
            incident,
            command,
            item ->
                new Event.ItemDone(command.at(), command.by().id(), item, live, Optional.empty()),
            plan(incident, command, surveyed));
      }
      case Succeeded _ -> surveyFailed(incident, command, "The provider answered something else.");
      case Failed failed -> surveyFailed(incident, command, failed.text());
      case Unknown unknown -> surveyFailed(incident, command, unknown.text());
    };
  }

  /** A method that makes no version live is planned without deployments. */
  private static Decision surveyFailed(
      Incident incident, Command.JobFinished command, String text) {
    boolean withoutTargets =
        incident.details().method().steps().stream()
            .noneMatch(Step.RollBackService.class::isInstance);
    return planned(
        incident,
        command,
        item -> new Event.ItemFailed(command.at(), item, text),
        withoutTargets
            ? plan(incident, command, new Surveyed(List.of()))
            : new Event.PlanningFailed(command.at(), text));
  }

  private static Event plan(Incident incident, Command.JobFinished command, Surveyed surveyed) {
    return Planner.plan(incident.details(), surveyed, command.rollbackHistory(), command.at());
  }

  private static Decision planned(
      Incident incident, Command.JobFinished command, Function<String, Event> item, Event plan) {
    DecisionBuilder builder = DecisionBuilder.from(incident);
    incident.details().checklist().entries().stream()
        .filter(entry ->
            entry.item().assignee() instanceof ChecklistItem.BotAssignee bot
                && bot.botTask() == ChecklistItem.BotTask.CAPTURE_DEPLOYMENTS
                && !entry.status().doneOrSkipped())
        .findFirst()
        .ifPresent(entry -> builder.then(item.apply(entry.item().id())));
    return builder.then(plan).thenAutomaticTransitions(command.at());
  }

  private static Decision itemEnded(Incident incident, String item, Command.JobFinished command) {
    Instant at = command.at();
    String by = command.by().id();
    Event event =
        switch (command.outcome()) {
          case Succeeded(LogsCaptured(String file, int lines), Duration _) -> {
            String note = file + ", " + lines + " lines";
            yield new Event.ItemDone(at, by, item, note, Optional.of(command.job()));
          }
          case Succeeded _ -> new Event.ItemDone(at, by, item, "", Optional.empty());
          case Failed failed -> new Event.ItemFailed(at, item, failed.text());
          case Unknown unknown -> new Event.ItemFailed(at, item, unknown.text());
        };
    return CommandRouter.accept(incident, event);
  }

  /**
   * An outcome that is unknown for the first time is reconciled by a job. How long what was
   * reconciled had taken was lost with the response.
   */
  private static Decision stepEnded(Incident incident, Command.JobFinished command, StepRun ended) {
    String step = ended.step().id();
    Instant at = command.at();
    if (ended.status() instanceof StepRun.ReadingDatabase) {
      DecisionBuilder builder = DecisionBuilder.from(incident);
      DatabaseSteps.afterReading(
              incident.details(), incident.rollback().orElseThrow(), ended, command.outcome(), at)
          .forEach(builder::then);
      return builder.thenAutomaticTransitions(at);
    }
    Optional<Instant> unknownSince =
        ended.status() instanceof StepRun.OutcomeUnknown unknown
            ? Optional.of(unknown.at())
            : Optional.empty();
    Optional<String> reconcileJob =
        unknownSince.isPresent() ? Optional.empty() : Optional.of(incident.details().nextJob());
    String noAnswer =
        unknownSince.isPresent()
            ? "The provider can't tell."
            : "The provider answered something else.";
    Event event =
        switch (command.outcome()) {
          case Succeeded(
                  RolledBack(Deployment live, boolean already, boolean followed),
                  Duration took) ->
              new Event.StepSucceeded(
                  at,
                  step,
                  live,
                  already || plannedIsTarget(ended),
                  took,
                  Optional.of(followed && unknownSince.isEmpty()));
          case Succeeded(JobSucceeded(String text, boolean followed), Duration took) ->
              new Event.StepJobSucceeded(
                  at,
                  step,
                  text,
                  followed ? Optional.of(took) : Optional.empty(),
                  Optional.of(command.job()));
          case Succeeded _ -> new Event.StepUnknown(at, step, noAnswer, reconcileJob);
          case Failed(var kind, var code, var text, var live, var secrets) ->
              new Event.StepFailed(
                  at,
                  step,
                  kind,
                  code,
                  text,
                  live,
                  secrets,
                  kind.ran() ? Optional.of(command.job()) : Optional.empty());
          case Unknown(String text) -> new Event.StepUnknown(at, step, text, reconcileJob);
        };
    return CommandRouter.accept(incident, event);
  }

  /** A provider that is asked afterwards sees the target live, and not that it was before. */
  private static boolean plannedIsTarget(StepRun ended) {
    return ended.step().change().filter(c -> c.live().servesOnly(c.target())).isPresent();
  }
}
