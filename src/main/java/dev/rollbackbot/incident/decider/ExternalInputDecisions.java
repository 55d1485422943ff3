package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.Baselines;
import dev.rollbackbot.incident.assessment.LiveReadings;
import dev.rollbackbot.incident.assessment.OpenRequests;
import dev.rollbackbot.incident.request.PersonReminder;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.LogsCaptured;
import dev.rollbackbot.incident.rollback.Outcome.RolledBack;
import dev.rollbackbot.incident.rollback.Outcome.Succeeded;
import dev.rollbackbot.incident.rollback.Outcome.Surveyed;
import dev.rollbackbot.incident.rollback.Outcome.Unknown;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Results of jobs, probes, timers and Slack; a result that the state does not expect is ignored.
 */
final class ExternalInputDecisions {
  private ExternalInputDecisions() {}

  static Decision channel(Incident incident, Command.OnChannel command) {
    if (incident.details().channel().isPresent()) {
      return CommandRouter.NOTHING;
    }
    return switch (command) {
      case Command.ChannelOpened(Instant at, Actor _, Channel channel) ->
          CommandRouter.accept(incident, new Event.ChannelReady(at, channel, Optional.empty()));
      case Command.ChannelRefused(Instant at, Actor _, String why, Channel fallback) ->
          CommandRouter.accept(incident, new Event.ChannelReady(at, fallback, Optional.of(why)));
    };
  }

  static Decision decide(Incident incident, Command.ExternalInput command) {
    return switch (command) {
      case Command.JobFinished finished -> job(incident, finished);
      case Command.OnLock lock -> StepDecisions.lock(incident, lock);
      case Command.ProbesMeasured measured -> probes(incident, measured);
      case Command.TimerFired fired -> timer(incident, fired);
      case Command.LiveMessagePosted(Instant at, Actor _, Effect.LiveMessage message) ->
          incident.details().published().contains(message)
              ? CommandRouter.NOTHING
              : CommandRouter.accept(incident, new Event.MessagePublished(at, message));
      case Command.DeliveryFailed failed ->
          CommandRouter.accept(
              incident,
              new Event.PostFailed(failed.at(), failed.what(), failed.why(), failed.undelivered()));
      case Command.StakeholderPostDelivered(Instant at, Actor _, String channel) ->
          acceptIf(
              incident.details().undelivered().notice(channel).isPresent(),
              incident,
              new Event.StakeholdersReached(at, channel));
    };
  }

  private static Decision job(Incident incident, Command.JobFinished command) {
    String job = command.job();
    if (incident.state() instanceof State.Preparing(State.Surveying(String survey))
        && survey.equals(job)) {
      return surveyed(incident, command);
    }
    if (incident.details().live().job().equals(Optional.of(job))
        && (!(incident.state() instanceof State.Ended)
            || incident.state() instanceof State.Resolved)) {
      return liveRead(incident, command);
    }
    StepRun.StepStatus status =
        incident.currentStep().map(StepRun::status).orElseGet(StepRun.Waiting::new);
    if (status instanceof StepRun.Running(Instant _, String running) && running.equals(job)) {
      return stepEnded(incident, command, Optional.empty());
    }
    if (status instanceof StepRun.OutcomeUnknown unknown
        && unknown.reconcileJob().equals(Optional.of(job))) {
      return stepEnded(incident, command, Optional.of(unknown.at()));
    }
    return incident
        .details()
        .checklist()
        .runningJob(job)
        .map(e -> itemEnded(incident, e.item().id(), command))
        .orElse(CommandRouter.NOTHING);
  }

  private static Decision liveRead(Incident incident, Command.JobFinished command) {
    Event.LiveVersionsRead read =
        new Event.LiveVersionsRead(
            command.at(), LiveReadings.of(incident, command.outcome(), command.at()));
    if (incident.state() instanceof State.AwaitingApproval state) {
      return readForApproval(incident, state.plan(), read);
    }
    DecisionBuilder builder =
        incident.state() instanceof State.AwaitingSignOff state
                && state.secondSignature().isPresent()
            ? SignOffDecisions.afterReading(incident, state, read)
            : DecisionBuilder.from(incident).then(read);
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
      return acceptIf(
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

  /** A method of manual steps is planned without deployments. */
  private static Decision surveyFailed(
      Incident incident, Command.JobFinished command, String text) {
    boolean manual =
        incident.details().method().steps().stream().allMatch(Step.Manual.class::isInstance);
    return planned(
        incident,
        command,
        item -> new Event.ItemFailed(command.at(), item, text),
        manual
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
   * An outcome that is unknown for the first time is reconciled by a job.
   *
   * @param unknownSince empty: not reconciled; the real duration was lost with the response
   */
  private static Decision stepEnded(
      Incident incident, Command.JobFinished command, Optional<Instant> unknownSince) {
    String step = incident.currentStep().orElseThrow().step().id();
    Instant at = command.at();
    Optional<String> reconcileJob =
        unknownSince.isPresent() ? Optional.empty() : Optional.of(incident.details().nextJob());
    String noAnswer =
        unknownSince.isPresent()
            ? "The provider can't tell."
            : "The provider answered something else.";
    Event event =
        switch (command.outcome()) {
          case Succeeded(RolledBack(Deployment live, boolean already), Duration took) ->
              new Event.StepSucceeded(
                  at,
                  step,
                  live,
                  already,
                  unknownSince.map(since -> Duration.between(since, at)).orElse(took));
          case Succeeded _ -> new Event.StepUnknown(at, step, noAnswer, reconcileJob);
          case Failed(var kind, var code, var text, var live, var secrets) ->
              new Event.StepFailed(at, step, kind, code, text, live, secrets);
          case Unknown unknown -> new Event.StepUnknown(at, step, unknown.text(), reconcileJob);
        };
    return CommandRouter.accept(incident, event);
  }

  private static Decision probes(Incident incident, Command.ProbesMeasured command) {
    if (!(incident.state() instanceof State.Measuring measuring)) {
      return acceptIf(
          Baselines.wanted(incident) && !command.results().isEmpty(),
          incident,
          new Event.BaselineRead(command.at(), command.results()));
    }
    VerificationResults before = measuring.results();
    VerificationResults after = before.withResults(command.results(), command.at());
    List<ProbeResult> changed =
        command.results().stream()
            .filter(r -> changesResults(before, after, r) || changesWatch(measuring, after, r))
            .toList();
    if (changed.isEmpty()) {
      return CommandRouter.NOTHING;
    }
    DecisionBuilder builder =
        DecisionBuilder.from(incident).then(new Event.ProbesRead(command.at(), changed));
    if (measuring instanceof State.AwaitingSignOff) {
      changed.stream()
          .filter(r -> r.verdict() == ProbeResult.Verdict.FAILED && !waived(after, r.probe()))
          .findFirst()
          .map(r -> new Event.VerificationLost(command.at(), r.probe(), r.detail()))
          .ifPresent(builder::then);
    }
    return builder.thenAutomaticTransitions(command.at());
  }

  /** Results that change neither the verdict nor the passes in a row are not stored. */
  private static boolean changesResults(
      VerificationResults before, VerificationResults after, ProbeResult result) {
    Optional<VerificationResults.ProbeRun> was = before.probe(result.probe());
    Optional<VerificationResults.ProbeRun> current = after.probe(result.probe());
    return was.isPresent()
        && current.isPresent()
        && (was.get().passesInARow() != current.get().passesInARow()
            || !was.get()
                .lastResult()
                .map(ProbeResult::verdict)
                .equals(current.get().lastResult().map(ProbeResult::verdict)));
  }

  /** After RESOLVED bad readings are counted too. */
  private static boolean changesWatch(
      State.Measuring state, VerificationResults after, ProbeResult result) {
    return state instanceof State.Resolved resolved
        && !resolved.watch().withProbes(after, List.of(result)).equals(resolved.watch());
  }

  private static boolean waived(VerificationResults results, String probe) {
    return results.probe(probe).flatMap(VerificationResults.ProbeRun::waiver).isPresent();
  }

  private static Decision timer(Incident incident, Command.TimerFired command) {
    State state = incident.state();
    Instant at = command.at();
    return switch (command.timer()) {
      case PROPAGATION ->
          acceptIf(
              state instanceof State.Propagating propagating && !at.isBefore(propagating.until()),
              incident,
              new Event.PropagationEnded(at, command.by().id(), ""));
      case APPROVAL_FIRST_REMINDER, APPROVAL_SECOND_REMINDER, REMINDER -> remind(incident, at);
      case LIVE_READ ->
          acceptIf(
              state instanceof State.AwaitingApproval waiting
                  && LiveReadings.due(incident.details(), waiting, at)
                  && !LiveReadings.services(incident).isEmpty(),
              incident,
              new Event.LiveReadStarted(at, incident.details().nextJob()));
      case DEADLINE ->
          acceptIf(
              !(state instanceof State.Ended)
                  && !incident.details().deadlinePassed()
                  && incident.details().deadline().filter(d -> !at.isBefore(d)).isPresent(),
              incident,
              new Event.DeadlinePassed(at));
      case WATCH ->
          acceptIf(
              state instanceof State.Resolved resolved
                  && incident.details().live().job().isEmpty()
                  && !at.isBefore(resolved.watch().nextRead())
                  && at.isBefore(resolved.watchUntil()),
              incident,
              new Event.LiveReadStarted(at, incident.details().nextJob()));
      case UPDATE -> acceptIf(!(state instanceof State.Ended), incident, new Event.UpdateDue(at));
    };
  }

  /** Of what is open and due, whatever the timer was set for. */
  private static Decision remind(Incident incident, Instant at) {
    List<PersonReminder> due = OpenRequests.due(incident.details(), at);
    return acceptIf(!due.isEmpty(), incident, new Event.PeopleReminded(at, due));
  }

  private static Decision acceptIf(boolean expected, Incident incident, Event event) {
    return expected ? CommandRouter.accept(incident, event) : CommandRouter.NOTHING;
  }
}
