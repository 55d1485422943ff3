package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.ChecklistItem.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What happens by itself: the next event that a state calls for, without anybody asking. */
final class Momentum {
  private Momentum() {}

  static Optional<Event> next(Incident incident, Instant at) {
    Facts f = incident.facts();
    return switch (incident.state()) {
      case State.Preparing s -> preparing(f, s, at);
      case State.AwaitingApproval _ -> items(f, Optional.empty(), at);
      case State.RollingBack s -> rollingBack(f, s, at);
      case State.Verifying s ->
          s.measurements().settled() ? Optional.of(new Event.Verified(at)) : Optional.empty();
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

  private static Optional<Event> preparing(Facts f, State.Preparing s, Instant at) {
    if (s.planning() instanceof State.Unplanned) {
      return Optional.of(new Event.SurveyStarted(at, f.nextJob()));
    }
    Optional<String> survey =
        s.planning() instanceof State.Surveying(String job) ? Optional.of(job) : Optional.empty();
    Optional<Event> item = items(f, survey, at);
    if (item.isEmpty() && s.planning() instanceof State.Planned && f.checklist().settled()) {
      return Optional.of(new Event.ApprovalAsked(at));
    }
    return item;
  }

  /** The bot's items begin by themselves; two of them are done once something is shown. */
  private static Optional<Event> items(Facts f, Optional<String> survey, Instant at) {
    for (Checklist.Entry e : f.checklist().entries()) {
      if (e.item().doer() instanceof ChecklistItem.Bot bot && waits(e.mark())) {
        Optional<Event> event = item(f, e, bot.task(), survey, at);
        if (event.isPresent()) {
          return event;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean waits(Mark mark) {
    return mark instanceof Mark.Open || mark instanceof Mark.Deferred;
  }

  private static Optional<Event> item(
      Facts f, Checklist.Entry e, Task task, Optional<String> survey, Instant at) {
    String id = e.item().id();
    return switch (task) {
      case CAPTURE_DEPLOYMENTS -> survey.map(job -> new Event.ItemStarted(at, id, job));
      case CAPTURE_LOGS ->
          e.mark() instanceof Mark.Open
              ? Optional.of(new Event.ItemStarted(at, id, f.nextJob()))
              : Optional.empty();
      case DOCUMENT_INCIDENT -> shown(f, id, Effect.Surface.PANEL, at);
      case NOTIFY_TEAM -> shown(f, id, Effect.Surface.CARD, at);
    };
  }

  private static Optional<Event> shown(Facts f, String item, Effect.Surface what, Instant at) {
    return f.shown().contains(what)
        ? Optional.of(new Event.ItemDone(at, Actor.BOT.id(), item, "", Optional.empty()))
        : Optional.empty();
  }

  private static Optional<Event> rollingBack(Facts f, State.RollingBack s, Instant at) {
    Optional<StepRun> current = s.rollback().current();
    if (current.isEmpty()) {
      return Optional.of(new Event.SpreadStarted(at, at.plus(spread(f, s))));
    }
    StepRun step = current.get();
    boolean waiting = step.progress() instanceof StepRun.Waiting;
    boolean handedOver = step.progress() instanceof StepRun.HandedOver;
    if (!waiting && !handedOver) {
      return Optional.empty();
    }
    return switch (s.rollback().wish()) {
      case PAUSE -> Optional.of(new Event.Held(at));
      case STOP -> Optional.of(new Event.Stopped(at));
      case GO_ON -> waiting ? Optional.of(begin(f, step, at)) : Optional.empty();
    };
  }

  static Event begin(Facts f, StepRun step, Instant at) {
    return step.step().change().isPresent()
        ? new Event.StepStarted(at, step.step().id(), step.attempts() + 1, f.nextJob())
        : new Event.StepHandedOver(at, step.step().id());
  }

  /** Nothing has to spread where nothing was changed. */
  private static Duration spread(Facts f, State.RollingBack s) {
    boolean changed =
        s.rollback().steps().stream()
            .anyMatch(r ->
                r.progress() instanceof StepRun.DoneByHand
                    || (r.progress() instanceof StepRun.Succeeded done && !done.already()));
    return changed ? f.runbook().propagation(f.environment()) : Duration.ZERO;
  }
}
