package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Authorization;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How events change the state. */
public final class Evolver {
  /** How long the probes go on after RESOLVED. */
  static final Duration WATCH = Duration.ofMinutes(10);

  private Evolver() {}

  public static Incident evolve(Optional<Incident> before, Event event) {
    if (event instanceof Event.IncidentDeclared incidentDeclared) {
      return declared(incidentDeclared);
    }
    return next(before.orElseThrow(() -> impossible("nothing", event)), event);
  }

  private static Incident declared(Event.IncidentDeclared event) {
    Declaration declaration = event.declaration();
    IncidentDetails details =
        new IncidentDetails(
            event.id(),
            event.runbook(),
            declaration,
            event.at(),
            event.by(),
            new IncidentDetails.RollbackRequest(event.by(), declaration.method()),
            Optional.empty(),
            Checklist.initial(event.runbook().checklist(), declaration.severity()),
            List.of(),
            Set.of(),
            0,
            false);
    return details.decisionRule().advice().startsRollback()
        ? prepare(details)
        : new Incident(details, new State.Monitoring());
  }

  private static Incident next(Incident incident, Event event) {
    IncidentDetails details = incident.details();
    State state = incident.state();
    return switch (event) {
      case Event.OfLifecycle e -> course(incident, e);
      case Event.OfChat e -> incident.with(chat(details, e));
      case Event.OfChecklist e -> incident.with(items(details, e));
      case Event.OfPlan e -> plan(incident, e);
      case Event.OfApproval e -> incident.with(approval(state, e));
      case Event.OfSteps stepEvent ->
          StepEvolver.evolve(details, executing(state, event), stepEvent);
      case Event.OfChecks e ->
          incident.with(CheckEvolver.next(details, executing(state, event), e));
      case Event.OfSignOff e -> incident.with(signOff(signing(state, event), e));
    };
  }

  private static Incident course(Incident incident, Event.OfLifecycle event) {
    IncidentDetails details = incident.details();
    State state = incident.state();
    return switch (event) {
      case Event.IncidentDeclared _ -> throw impossible(state, event);
      case Event.RollbackChosen e ->
          prepare(details.requestedBy(e.by(), details.rollbackRequest().method()));
      case Event.IncidentReopened e ->
          prepare(
              details
                  .withEndedRollback(executing(state, event).rollback())
                  .requestedBy(e.by(), details.rollbackRequest().method())
                  .withChecklist(
                      Checklist.initial(
                          details.runbook().checklist(), details.declaration().severity())));
      case Event.IncidentClosed e ->
          incident.with(new State.Closed(e.closeReason(), e.note(), e.by(), e.at()));
      case Event.IncidentCancelled e ->
          incident.with(
              new State.Cancelled(
                  state instanceof State.Executing x ? Optional.of(x.rollback()) : Optional.empty(),
                  e.reason(),
                  e.by(),
                  e.at()));
      case Event.DeadlinePassed _ -> incident.with(details.withDeadlinePassed());
      case Event.PostMortemDrafted _, Event.UpdateDue _ -> incident;
    };
  }

  private static IncidentDetails chat(IncidentDetails details, Event.OfChat event) {
    return switch (event) {
      case Event.ChannelReady e -> details.inChannel(e.channel());
      case Event.MessagePublished e -> details.withPublished(e.message());
      case Event.PostFailed _ -> details;
    };
  }

  private static IncidentDetails items(IncidentDetails details, Event.OfChecklist event) {
    return switch (event) {
      case Event.ItemStarted e ->
          details.withNextJob().mark(e.item(), new ItemStatus.TaskRunning(e.at(), e.job()));
      case Event.ItemDone e ->
          details.mark(e.item(), new ItemStatus.Done(e.at(), e.by(), e.note()));
      case Event.ItemSkipped e ->
          details.mark(e.item(), new ItemStatus.Skipped(e.at(), e.by(), e.reason()));
      case Event.ItemFailed e ->
          details.mark(e.item(), new ItemStatus.TaskFailed(e.at(), e.text()));
    };
  }

  private static Incident plan(Incident incident, Event.OfPlan event) {
    IncidentDetails f = incident.details();
    State s = incident.state();
    return switch (event) {
      case Event.MethodChanged e -> prepare(f.requestedBy(e.by(), e.method()));
      case Event.MethodStarted e ->
          prepare(
              f.withEndedRollback(executing(s, event).rollback()).requestedBy(e.by(), e.method()));
      case Event.SurveyStarted e ->
          new Incident(f.withNextJob(), new State.Preparing(new State.Surveying(e.job())));
      case Event.PlanMade e ->
          incident.with(new State.Preparing(new State.Planned(e.plan(), e.warnings())));
      case Event.PlanningFailed e -> incident.with(new State.Preparing(new State.NoPlan(e.text())));
      case Event.TargetChanged e -> {
        State.AwaitingApproval w = awaiting(s, event);
        Map<String, String> chosenBy = new HashMap<>(w.chosenBy());
        chosenBy.put(e.step(), e.by());
        yield incident.with(
            new State.AwaitingApproval(e.plan(), w.warnings(), chosenBy, w.since()));
      }
    };
  }

  private static State approval(State s, Event.OfApproval event) {
    return switch (event) {
      case Event.ApprovalRequested e -> {
        State.Planned p = planned(s, event);
        yield new State.AwaitingApproval(p.plan(), p.warnings(), Map.of(), e.at());
      }
      case Event.ApprovalReminded _ -> s;
      case Event.Approved e ->
          begin(awaiting(s, event), new Authorization.Approval(e.at(), e.by(), e.planHash()));
      case Event.BreakGlassUsed e ->
          begin(
              awaiting(s, event),
              new Authorization.BreakGlassOverride(e.at(), e.by(), e.planHash(), e.reason()));
    };
  }

  private static State signOff(State.AwaitingSignOff awaitingSignOff, Event.OfSignOff event) {
    return switch (event) {
      case Event.SignedRolledBack e ->
          new State.AwaitingSignOff(
              awaitingSignOff.rollback(),
              awaitingSignOff.results(),
              awaitingSignOff.verifiedAt(),
              Optional.of(new State.Signature(e.at(), e.by())));
      case Event.SignedVerified e -> resolved(awaitingSignOff, e);
    };
  }

  private static Incident prepare(IncidentDetails details) {
    return new Incident(details, new State.Preparing(new State.Unplanned()));
  }

  private static State begin(State.AwaitingApproval state, Authorization authorization) {
    return new State.RollingBack(Rollback.start(state.plan(), authorization));
  }

  private static State resolved(State.AwaitingSignOff state, Event.SignedVerified event) {
    return new State.Resolved(
        state.rollback(),
        state.results(),
        state.verifiedAt(),
        state.rolledBackSignature().orElseThrow(() -> impossible(state, event)),
        new State.Signature(event.at(), event.by()),
        event.postMortem(),
        event.at(),
        event.at().plus(WATCH));
  }

  private static State.Planned planned(State state, Event event) {
    if (state instanceof State.Preparing(State.Planned planned)) {
      return planned;
    }
    throw impossible(state, event);
  }

  private static State.AwaitingApproval awaiting(State state, Event event) {
    if (state instanceof State.AwaitingApproval awaitingApproval) {
      return awaitingApproval;
    }
    throw impossible(state, event);
  }

  private static State.Executing executing(State state, Event event) {
    if (state instanceof State.Executing executing) {
      return executing;
    }
    throw impossible(state, event);
  }

  private static State.AwaitingSignOff signing(State state, Event event) {
    if (state instanceof State.AwaitingSignOff awaitingSignOff) {
      return awaitingSignOff;
    }
    throw impossible(state, event);
  }

  static IllegalStateException impossible(State state, Event event) {
    return impossible(state.getClass().getSimpleName(), event);
  }

  private static IllegalStateException impossible(String state, Event event) {
    return new IllegalStateException(
        event.getClass().getSimpleName() + " can't have happened in " + state);
  }
}
