package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.drill.DrillProgress;
import dev.rollbackbot.incident.drill.DrillProgress.DrillTick;
import dev.rollbackbot.incident.request.PersonReminder;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.drill.DrillFact;
import dev.rollbackbot.runbook.drill.DrillPart;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What each event shows of a drill. */
public final class DrillEvents {
  private static final Set<DrillFact> OF_CHECKS =
      EnumSet.of(DrillFact.VERIFIED, DrillFact.WITHIN_GOAL, DrillFact.SIGNED);
  private static final Set<DrillFact> OF_ROLLBACK =
      EnumSet.of(
          DrillFact.ROLLED_BACK, DrillFact.VERIFIED, DrillFact.WITHIN_GOAL, DrillFact.SIGNED);

  private DrillEvents() {}

  /** What it has shown after that event; empty: the incident is no drill. */
  public static Optional<DrillProgress> after(Incident after, Event event) {
    return after.details().drill().map(before -> next(before, after, event));
  }

  private static DrillProgress next(DrillProgress before, Incident after, Event event) {
    Instant at = event.at();
    return switch (event) {
      case Event.PlanMade e -> planned(before, e);
      case Event.ApprovalRequested _ -> before.reachedFirst(DrillPart.READY, at);
      case Event.Approved _, Event.BreakGlassUsed _ -> before.reachedFirst(DrillPart.APPROVED, at);
      case Event.PropagationStarted _ -> {
        DrillProgress reached = before.reached(DrillPart.ROLLED_BACK, at);
        yield after.rollback().filter(DrillEvents::done).isPresent()
            ? reached.seen(DrillFact.ROLLED_BACK)
            : reached;
      }
      case Event.ChecksPassed _ -> verified(before, after, at);
      case Event.SignedVerified _ -> before.reached(DrillPart.SIGNED, at).seen(DrillFact.SIGNED);
      case Event.VerificationLost _, Event.VerificationReopened _, Event.LiveVersionChanged _ ->
          before.withoutFrom(DrillPart.VERIFIED, OF_CHECKS);
      case Event.MethodStarted _, Event.IncidentReopened _ ->
          before.withoutFrom(DrillPart.ROLLED_BACK, OF_ROLLBACK);
      case Event.PeopleReminded e -> {
        DrillProgress reminded = before;
        for (PersonReminder reminder : e.reminders()) {
          reminded = reminded.reminded(reminder.kind());
        }
        yield reminded;
      }
      case Event.DrillInterrupted e when e.ends() -> before.yieldingTo(e.incident());
      case Event.DrillItemTicked e -> before.ticked(e.item(), new DrillTick(e.by(), e.reason()));
      case Event _ -> before;
    };
  }

  private static DrillProgress planned(DrillProgress before, Event.PlanMade event) {
    DrillProgress next = before;
    if (event
        .live()
        .filter(live -> !live.isEmpty())
        .filter(live -> live.stream().allMatch(reading -> reading.live().isPresent()))
        .isPresent()) {
      next = next.seen(DrillFact.PROVIDER_ANSWERED);
    }
    boolean lists =
        event.plan().steps().stream().anyMatch(step -> step.change().isPresent())
            && event.plan().openSteps().isEmpty();
    return lists ? next.seen(DrillFact.DEPLOYMENTS_LISTED) : next;
  }

  private static DrillProgress verified(DrillProgress before, Incident after, Instant at) {
    IncidentDetails details = after.details();
    DrillProgress reached = before.reached(DrillPart.VERIFIED, at).reached(DrillPart.IN_ALL, at);
    boolean measured =
        after.state() instanceof State.Measuring state
            && state.results().count() > 0
            && state.results().waived().isEmpty();
    reached = measured ? reached.seen(DrillFact.VERIFIED) : reached;
    Optional<Duration> goal = DrillScores.goal(details.runbook(), DrillPart.IN_ALL);
    Duration took = Duration.between(details.declaredAt(), at);
    return goal.filter(limit -> took.compareTo(limit) <= 0).isPresent()
        ? reached.seen(DrillFact.WITHIN_GOAL)
        : reached;
  }

  /** A version that was live before shows nothing. */
  private static boolean done(Rollback rollback) {
    boolean changed = false;
    for (StepRun step : rollback.steps()) {
      switch (step.status()) {
        case StepRun.TargetLive live -> changed |= live.perhapsByIncident();
        case StepRun.JobDone job -> changed |= job.took().isPresent();
        case StepRun.DoneByHand _ -> changed = true;
        case StepRun.StepStatus _ -> {
          return false;
        }
      }
    }
    return changed;
  }
}
