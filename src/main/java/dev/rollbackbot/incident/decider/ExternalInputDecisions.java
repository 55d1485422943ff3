package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.LogsCaptured;
import dev.rollbackbot.incident.rollback.Outcome.RolledBack;
import dev.rollbackbot.incident.rollback.Outcome.Succeeded;
import dev.rollbackbot.incident.rollback.Outcome.Surveyed;
import dev.rollbackbot.incident.rollback.Outcome.Unknown;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the world says: jobs, probes, timers, Slack. What nobody waits for changes nothing. */
final class ExternalInputDecisions {
  private ExternalInputDecisions() {}

  static Decision channel(Incident incident, Command.OnChannel command) {
    if (incident.details().channel().isPresent()) {
      return CommandRouter.NOTHING;
    }
    return switch (command) {
      case Command.ChannelOpened channelOpened ->
          CommandRouter.accept(
              incident,
              new Event.ChannelReady(
                  channelOpened.at(), channelOpened.channel(), Optional.empty()));
      case Command.ChannelRefused channelRefused ->
          CommandRouter.accept(
              incident,
              new Event.ChannelReady(
                  channelRefused.at(),
                  channelRefused.fallback(),
                  Optional.of(channelRefused.why())));
    };
  }

  static Decision decide(Incident incident, Command.ExternalInput command) {
    return switch (command) {
      case Command.JobFinished jobFinished -> job(incident, jobFinished);
      case Command.ProbesMeasured probesMeasured -> probes(incident, probesMeasured);
      case Command.TimerFired timerFired -> timer(incident, timerFired);
      case Command.LiveMessagePosted liveMessagePosted ->
          incident.details().published().contains(liveMessagePosted.message())
              ? CommandRouter.NOTHING
              : CommandRouter.accept(
                  incident,
                  new Event.MessagePublished(liveMessagePosted.at(), liveMessagePosted.message()));
      case Command.DeliveryFailed deliveryFailed ->
          CommandRouter.accept(
              incident,
              new Event.PostFailed(
                  deliveryFailed.at(), deliveryFailed.what(), deliveryFailed.why()));
    };
  }

  private static Decision job(Incident incident, Command.JobFinished command) {
    State state = incident.state();
    if (state instanceof State.Preparing(State.Surveying(String job))
        && job.equals(command.job())) {
      return surveyed(incident, command);
    }
    if (state instanceof State.RollingBack rollingBack
        && rollingBack.rollback().current().isPresent()) {
      StepRun step = rollingBack.rollback().current().get();
      if (step.status() instanceof StepRun.Running(Instant _, String job)
          && job.equals(command.job())) {
        return stepEnded(incident, step, command);
      }
    }
    if (state instanceof State.Blocked blocked && blocked.rollback().current().isPresent()) {
      StepRun step = blocked.rollback().current().get();
      if (step.status() instanceof StepRun.OutcomeUnknown outcomeUnknown
          && outcomeUnknown.reconcileJob().equals(Optional.of(command.job()))) {
        return reconciled(incident, step, command);
      }
    }
    return incident
        .details()
        .checklist()
        .runningJob(command.job())
        .map(e -> itemEnded(incident, e, command))
        .orElse(CommandRouter.NOTHING);
  }

  private static Decision surveyed(Incident incident, Command.JobFinished command) {
    IncidentDetails details = incident.details();
    DecisionBuilder builder = DecisionBuilder.from(incident);
    switch (command.outcome()) {
      case Succeeded(Surveyed surveyed, var _) -> {
        captureItem(details)
            .ifPresent(item ->
                builder.then(
                    new Event.ItemDone(
                        command.at(), command.by().id(), item, live(surveyed), Optional.empty())));
        builder.then(Planner.plan(details, surveyed, command.rollbackHistory(), command.at()));
      }
      case Succeeded _ ->
          planWithoutDeployments(
              builder, details, command, "The provider answered something else.");
      case Failed failed -> planWithoutDeployments(builder, details, command, failed.text());
      case Unknown unknown -> planWithoutDeployments(builder, details, command, unknown.text());
    }
    return builder.thenAutomaticTransitions(command.at());
  }

  private static void planWithoutDeployments(
      DecisionBuilder builder, IncidentDetails details, Command.JobFinished command, String text) {
    captureItem(details).ifPresent(i -> builder.then(new Event.ItemFailed(command.at(), i, text)));
    boolean manual = details.method().steps().stream().allMatch(Step.Manual.class::isInstance);
    builder.then(
        manual
            ? Planner.plan(
                details, new Surveyed(List.of()), command.rollbackHistory(), command.at())
            : new Event.PlanningFailed(command.at(), text));
  }

  private static Optional<String> captureItem(IncidentDetails details) {
    return details.checklist().entries().stream()
        .filter(entry ->
            entry.item().assignee() instanceof ChecklistItem.BotAssignee bot
                && bot.botTask() == ChecklistItem.BotTask.CAPTURE_DEPLOYMENTS
                && !(entry.status() instanceof ItemStatus.Done)
                && !(entry.status() instanceof ItemStatus.Skipped))
        .map(entry -> entry.item().id())
        .findFirst();
  }

  private static String live(Surveyed surveyed) {
    return surveyed.snapshots().stream()
        .map(s -> s.service().service().name() + " " + s.live().label())
        .collect(Collectors.joining(", "));
  }

  private static Decision itemEnded(
      Incident incident, Checklist.TrackedItem trackedItem, Command.JobFinished command) {
    String item = trackedItem.item().id();
    Event event =
        switch (command.outcome()) {
          case Succeeded(LogsCaptured(String file, int lines), var _) ->
              new Event.ItemDone(
                  command.at(),
                  command.by().id(),
                  item,
                  file + ", " + lines + " lines",
                  Optional.of(command.job()));
          case Succeeded _ ->
              new Event.ItemDone(command.at(), command.by().id(), item, "", Optional.empty());
          case Failed failed -> new Event.ItemFailed(command.at(), item, failed.text());
          case Unknown unknown -> new Event.ItemFailed(command.at(), item, unknown.text());
        };
    return CommandRouter.accept(incident, event);
  }

  private static Decision stepEnded(Incident incident, StepRun step, Command.JobFinished command) {
    String id = step.step().id();
    Event event =
        switch (command.outcome()) {
          case Succeeded(RolledBack(Deployment live, boolean already), var took) ->
              new Event.StepSucceeded(command.at(), id, live, already, took);
          case Succeeded _ ->
              stepUnknown(incident, id, command.at(), "The provider answered something else.");
          case Failed failed ->
              new Event.StepFailed(
                  command.at(), id, failed.kind(), failed.code(), failed.text(), failed.live());
          case Unknown unknown -> stepUnknown(incident, id, command.at(), unknown.text());
        };
    return CommandRouter.accept(incident, event);
  }

  private static Event stepUnknown(Incident incident, String step, Instant at, String text) {
    return new Event.StepUnknown(at, step, text, Optional.of(incident.details().nextJob()));
  }

  /** What the provider said when it was asked what became of a step. */
  private static Decision reconciled(Incident incident, StepRun step, Command.JobFinished command) {
    String id = step.step().id();
    Event event =
        switch (command.outcome()) {
          case Succeeded(RolledBack(Deployment live, boolean already), var _) ->
              new Event.StepSucceeded(
                  command.at(), id, live, already, timeInUnknown(step, command.at()));
          case Succeeded _ ->
              new Event.StepUnknown(command.at(), id, "The provider can't tell.", Optional.empty());
          case Failed failed ->
              new Event.StepFailed(
                  command.at(), id, failed.kind(), failed.code(), failed.text(), failed.live());
          case Unknown unknown ->
              new Event.StepUnknown(command.at(), id, unknown.text(), Optional.empty());
        };
    return CommandRouter.accept(incident, event);
  }

  /** How long nobody knew; the answer that would have said more is lost. */
  private static Duration timeInUnknown(StepRun step, Instant now) {
    return step.status() instanceof StepRun.OutcomeUnknown unknown
        ? Duration.between(unknown.at(), now)
        : Duration.ZERO;
  }

  private static Decision probes(Incident incident, Command.ProbesMeasured command) {
    if (!(incident.state() instanceof State.Measuring measuring)) {
      return CommandRouter.NOTHING;
    }
    VerificationResults before = measuring.results();
    VerificationResults after = before.withResults(command.readings(), command.at());
    List<ProbeResult> news = new ArrayList<>();
    for (ProbeResult result : command.readings()) {
      if (changesResults(before, after, result)) {
        news.add(result);
      }
    }
    if (news.isEmpty()) {
      return CommandRouter.NOTHING;
    }
    DecisionBuilder builder =
        DecisionBuilder.from(incident).then(new Event.ProbesRead(command.at(), news));
    if (incident.state() instanceof State.AwaitingSignOff) {
      news.stream()
          .filter(result ->
              result.verdict() == ProbeResult.Verdict.FAILED && !waived(after, result.probe()))
          .findFirst()
          .ifPresent(result ->
              builder.then(
                  new Event.VerificationLost(command.at(), result.probe(), result.detail())));
    }
    return builder.thenAutomaticTransitions(command.at());
  }

  /** A reading is kept when it changes what is known; a hundred equal rounds are one fact. */
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
                .equals(Optional.of(result.verdict())));
  }

  private static boolean waived(VerificationResults results, String probe) {
    return results.probe(probe).flatMap(VerificationResults.ProbeRun::waiver).isPresent();
  }

  private static Decision timer(Incident incident, Command.TimerFired command) {
    State state = incident.state();
    return switch (command.timer()) {
      case PROPAGATION ->
          state instanceof State.Propagating propagating
                  && !command.at().isBefore(propagating.until())
              ? CommandRouter.accept(
                  incident, new Event.PropagationEnded(command.at(), command.by().id(), ""))
              : CommandRouter.NOTHING;
      case APPROVAL_FIRST_REMINDER, APPROVAL_SECOND_REMINDER ->
          state instanceof State.AwaitingApproval
              ? CommandRouter.accept(
                  incident, new Event.ApprovalReminded(command.at(), command.timer()))
              : CommandRouter.NOTHING;
      case DEADLINE ->
          state instanceof State.Ended
                  || state instanceof State.AwaitingSignOff
                  || state instanceof State.Monitoring
                  || incident.details().deadlinePassed()
              ? CommandRouter.NOTHING
              : CommandRouter.accept(incident, new Event.DeadlinePassed(command.at()));
      case UPDATE ->
          state instanceof State.Ended
              ? CommandRouter.NOTHING
              : CommandRouter.accept(incident, new Event.UpdateDue(command.at()));
    };
  }
}
