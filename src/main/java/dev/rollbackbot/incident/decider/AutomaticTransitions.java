package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.ChecklistItem.BotTask;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What happens by itself: the next event that a state calls for, without anybody asking. */
final class AutomaticTransitions {
  private AutomaticTransitions() {}

  static Optional<Event> next(Incident incident, Instant at) {
    IncidentDetails details = incident.details();
    return switch (incident.state()) {
      case State.Preparing preparing -> preparing(details, preparing, at);
      case State.AwaitingApproval _ -> items(details, Optional.empty(), at);
      case State.RollingBack rollingBack -> rollingBack(details, rollingBack, at);
      case State.Verifying verifying ->
          verifying.results().allPassed()
              ? Optional.of(new Event.ChecksPassed(at))
              : Optional.empty();
      case State.Monitoring _,
          State.Paused _,
          State.Blocked _,
          State.Propagating _,
          State.AwaitingSignOff _,
          State.Resolved _,
          State.Closed _,
          State.Cancelled _ ->
          Optional.empty();
    };
  }

  private static Optional<Event> preparing(
      IncidentDetails details, State.Preparing state, Instant at) {
    if (state.planning() instanceof State.Unplanned) {
      return Optional.of(new Event.SurveyStarted(at, details.nextJob()));
    }
    Optional<String> survey =
        state.planning() instanceof State.Surveying(String job)
            ? Optional.of(job)
            : Optional.empty();
    Optional<Event> item = items(details, survey, at);
    if (item.isEmpty()
        && state.planning() instanceof State.Planned
        && details.checklist().settled()) {
      return Optional.of(new Event.ApprovalRequested(at));
    }
    return item;
  }

  /** The bot's items begin by themselves; two of them are done once something is shown. */
  private static Optional<Event> items(
      IncidentDetails details, Optional<String> survey, Instant at) {
    for (Checklist.TrackedItem entry : details.checklist().entries()) {
      if (entry.item().assignee() instanceof ChecklistItem.BotAssignee botAssignee
          && isOpen(entry.status())) {
        Optional<Event> event = item(details, entry, botAssignee.botTask(), survey, at);
        if (event.isPresent()) {
          return event;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isOpen(ItemStatus status) {
    return status instanceof ItemStatus.Open || status instanceof ItemStatus.Deferred;
  }

  private static Optional<Event> item(
      IncidentDetails details,
      Checklist.TrackedItem entry,
      BotTask botTask,
      Optional<String> survey,
      Instant at) {
    String id = entry.item().id();
    return switch (botTask) {
      case CAPTURE_DEPLOYMENTS -> survey.map(job -> new Event.ItemStarted(at, id, job));
      case CAPTURE_LOGS ->
          entry.status() instanceof ItemStatus.Open
              ? Optional.of(new Event.ItemStarted(at, id, details.nextJob()))
              : Optional.empty();
      case DOCUMENT_INCIDENT -> itemDoneOncePublished(details, id, Effect.LiveMessage.PANEL, at);
      case NOTIFY_TEAM -> itemDoneOncePublished(details, id, Effect.LiveMessage.CARD, at);
    };
  }

  private static Optional<Event> itemDoneOncePublished(
      IncidentDetails details, String item, Effect.LiveMessage liveMessage, Instant at) {
    return details.published().contains(liveMessage)
        ? Optional.of(new Event.ItemDone(at, Actor.BOT.id(), item, "", Optional.empty()))
        : Optional.empty();
  }

  private static Optional<Event> rollingBack(
      IncidentDetails details, State.RollingBack state, Instant at) {
    Optional<StepRun> current = state.rollback().current();
    if (current.isEmpty()) {
      return Optional.of(
          new Event.PropagationStarted(at, at.plus(propagationTime(details, state))));
    }
    StepRun step = current.get();
    boolean waiting = step.status() instanceof StepRun.Waiting;
    boolean handedOver = step.status() instanceof StepRun.HandedOver;
    if (!waiting && !handedOver) {
      return Optional.empty();
    }
    return switch (state.rollback().pendingControl()) {
      case PAUSE -> Optional.of(new Event.PausedBeforeStep(at));
      case STOP -> Optional.of(new Event.StoppedBeforeStep(at));
      case CONTINUE -> waiting ? Optional.of(startStep(details, step, at)) : Optional.empty();
    };
  }

  static Event startStep(IncidentDetails details, StepRun step, Instant at) {
    return step.step().change().isPresent()
        ? new Event.StepStarted(at, step.step().id(), step.attempts() + 1, details.nextJob())
        : new Event.StepHandedOver(at, step.step().id());
  }

  /** Nothing has to spread where nothing was changed. */
  private static Duration propagationTime(IncidentDetails details, State.RollingBack state) {
    boolean changed =
        state.rollback().steps().stream()
            .anyMatch(step ->
                step.status() instanceof StepRun.DoneByHand
                    || (step.status() instanceof StepRun.TargetLive done && !done.alreadyLive()));
    return changed ? details.runbook().propagation(details.environment()) : Duration.ZERO;
  }
}
