package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.ChangesMade;
import dev.rollbackbot.incident.assessment.LiveReadings;
import dev.rollbackbot.incident.assessment.PublishedItems;
import dev.rollbackbot.incident.assessment.WatchedVersions;
import dev.rollbackbot.incident.assessment.database.DatabaseSteps;
import dev.rollbackbot.incident.drill.DrillProgress;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.text.DrillText;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.ChecklistItem.BotTask;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Events that a state causes without a command. */
final class AutomaticTransitions {
  private AutomaticTransitions() {}

  static Optional<Event> next(Incident incident, Instant at) {
    IncidentDetails details = incident.details();
    Optional<Integer> yieldsTo = details.drill().flatMap(DrillProgress::yieldsTo);
    if (yieldsTo.isPresent() && !(incident.state() instanceof State.Ended)) {
      return yielded(incident, yieldsTo.get(), at);
    }
    if (needsReading(incident)) {
      return Optional.of(new Event.LiveReadStarted(at, details.nextJob()));
    }
    Optional<Event> automatic = AutomaticRollbackDecisions.next(incident, at);
    if (automatic.isPresent()) {
      return automatic;
    }
    return switch (incident.state()) {
      case State.Proposed(State.Unplanned _, var _) ->
          Optional.of(new Event.SurveyStarted(at, details.nextJob()));
      case State.Proposed _ -> Optional.empty();
      case State.Preparing(State.Planning planning) -> preparing(details, planning, at);
      case State.AwaitingApproval _ -> startedItem(details, Optional.empty(), at);
      case State.RollingBack(Rollback rollback) -> rollingBack(details, rollback, at);
      case State.Verifying verifying when verifying.results().allPassed() ->
          Optional.of(new Event.ChecksPassed(at));
      case State.AwaitingSignOff signOff ->
          SignOffDecisions.outdated(details, signOff, at)
              .or(() -> startedItem(details, Optional.empty(), at));
      case State.Propagating _, State.Verifying _ -> startedItem(details, Optional.empty(), at);
      case State.Resolved resolved -> WatchedVersions.next(incident, resolved, at);
      case State.Paused(Rollback rollback) -> AutomaticRollbackDecisions.halted(rollback, at);
      case State.Blocked(Rollback rollback) -> AutomaticRollbackDecisions.halted(rollback, at);
      case State.Monitoring _, State.Closed _, State.Cancelled _ -> Optional.empty();
    };
  }

  /**
   * What was sent to a provider is not left alone: the drill ends once its outcome is known, or its
   * services were read once more, after which it keeps no lock that need not be kept.
   */
  private static Optional<Event> yielded(Incident incident, int to, Instant at) {
    boolean underWay =
        incident.currentSteps().stream()
                .anyMatch(step ->
                    step.status() instanceof StepRun.Running
                        || step.status() instanceof StepRun.ReadingDatabase)
            || incident.rollback().filter(Rollback::reconciling).isPresent();
    if (underWay) {
      return Optional.empty();
    }
    if (!incident.details().unsettled().isEmpty()) {
      if (needsReading(incident)) {
        return Optional.of(new Event.LiveReadStarted(at, incident.details().nextJob()));
      }
      if (incident.details().live().job().isPresent()) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new Event.IncidentCancelled(at, Actor.BOT.id(), DrillText.yielded(incident, to)));
  }

  /** What a person did or skipped is not known from a job's result, so it is read. */
  private static boolean needsReading(Incident incident) {
    return !(incident.state() instanceof State.Ended)
        && incident.details().live().stale()
        && incident
            .rollback()
            .filter(r -> !LiveReadings.services(incident.details(), r).isEmpty())
            .isPresent();
  }

  private static Optional<Event> preparing(
      IncidentDetails details, State.Planning planning, Instant at) {
    return switch (planning) {
      case State.Unplanned _ -> Optional.of(new Event.SurveyStarted(at, details.nextJob()));
      case State.Surveying(String job) -> startedItem(details, Optional.of(job), at);
      case State.NoPlan _ -> startedItem(details, Optional.empty(), at);
      case State.Planned(Plan plan, var _) ->
          startedItem(details, Optional.empty(), at)
              .or(() ->
                  details.checklist().entries().stream().noneMatch(PublishedItems::holdsApproval)
                          && plan.openSteps().isEmpty()
                      ? Optional.of(new Event.ApprovalRequested(at))
                      : Optional.empty());
    };
  }

  /** The next bot task that can start, or is done because its message is published. */
  private static Optional<Event> startedItem(
      IncidentDetails details, Optional<String> survey, Instant at) {
    for (Checklist.TrackedItem entry : details.checklist().entries()) {
      if (entry.item().assignee() instanceof ChecklistItem.BotAssignee bot
          && (isOpen(entry.status()) || isRefused(entry))) {
        Optional<Event> event = item(details, entry, bot.botTask(), survey, at);
        if (event.isPresent()) {
          return event;
        }
      }
    }
    return Optional.empty();
  }

  /** Slack may have taken its message since. */
  private static boolean isRefused(Checklist.TrackedItem entry) {
    return entry.status() instanceof ItemStatus.TaskFailed
        && PublishedItems.message(entry.item()).isPresent();
  }

  private static boolean isOpen(ItemStatus status) {
    return status instanceof ItemStatus.Open || status instanceof ItemStatus.Deferred;
  }

  private static Optional<Event> item(
      IncidentDetails details,
      Checklist.TrackedItem entry,
      BotTask task,
      Optional<String> survey,
      Instant at) {
    String id = entry.item().id();
    return switch (task) {
      case CAPTURE_DEPLOYMENTS -> survey.map(job -> new Event.ItemStarted(at, id, job));
      case CAPTURE_LOGS ->
          entry.status() instanceof ItemStatus.Open
              ? Optional.of(new Event.ItemStarted(at, id, details.nextJob()))
              : Optional.empty();
      case DOCUMENT_INCIDENT, NOTIFY_TEAM ->
          PublishedItems.message(entry.item())
              .flatMap(message -> doneOncePublished(details, id, message, at));
    };
  }

  private static Optional<Event> doneOncePublished(
      IncidentDetails details, String item, Effect.LiveMessage message, Instant at) {
    // The card of a private incident says no more.
    String note =
        details.isPrivate() && message == Effect.LiveMessage.CARD
            ? "told only that a private incident is open"
            : "";
    return details.published().contains(message)
        ? Optional.of(new Event.ItemDone(at, Actor.BOT.id(), item, note, Optional.empty()))
        : Optional.empty();
  }

  private static Optional<Event> rollingBack(
      IncidentDetails details, Rollback rollback, Instant at) {
    List<StepRun> group = rollback.currentGroup();
    if (group.isEmpty()) {
      Instant until = ChangesMade.spread(details, rollback, at);
      return Optional.of(new Event.PropagationStarted(at, until));
    }
    // What is under way ends, and nothing begins beside what a person has to decide about.
    if (!rollback.undecided().isEmpty()) {
      return Optional.empty();
    }
    boolean running =
        group.stream()
            .anyMatch(s ->
                s.status() instanceof StepRun.Running
                    || s.status() instanceof StepRun.ReadingDatabase);
    return switch (rollback.pendingControl()) {
      case PAUSE -> running ? Optional.empty() : stopped(rollback, new Event.PausedBeforeStep(at));
      case STOP -> running ? Optional.empty() : stopped(rollback, new Event.StoppedBeforeStep(at));
      case CONTINUE ->
          group.stream()
              .filter(s -> s.status() instanceof StepRun.Waiting)
              .findFirst()
              .map(step -> startStep(details, step, Optional.empty(), at));
    };
  }

  private static Optional<Event> stopped(Rollback rollback, Event event) {
    return AutomaticRollbackDecisions.halted(rollback, event.at()).or(() -> Optional.of(event));
  }

  /** {@code by}: who asked for it; empty: nobody. */
  static Event startStep(IncidentDetails details, StepRun step, Optional<String> by, Instant at) {
    Optional<String> retriedBy = by.filter(_ -> step.attempts() > 0);
    if (DatabaseSteps.spec(details, step.step()).isPresent()) {
      return DatabaseSteps.begun(details, step, retriedBy, at);
    }
    return step.step().lockKeys().isEmpty()
        ? new Event.StepHandedOver(at, step.step().id(), retriedBy)
        : new Event.StepStarted(
            at, step.step().id(), step.attempts() + 1, details.nextJob(), retriedBy);
  }
}
