package dev.rollbackbot.incident.evolver;

import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.Involvement;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.Stage;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.State.AwaitingApproval;
import dev.rollbackbot.incident.UndeliveredPosts;
import dev.rollbackbot.incident.assessment.Baselines;
import dev.rollbackbot.incident.assessment.DrillEvents;
import dev.rollbackbot.incident.assessment.Involvements;
import dev.rollbackbot.incident.assessment.LiveReadings;
import dev.rollbackbot.incident.assessment.OpenRequests;
import dev.rollbackbot.incident.assessment.RollbackResults;
import dev.rollbackbot.incident.assessment.SignOffContent;
import dev.rollbackbot.incident.assessment.UnsettledAttempts;
import dev.rollbackbot.incident.assessment.WatchedVersions;
import dev.rollbackbot.incident.drill.DrillProgress;
import dev.rollbackbot.incident.request.PersonRequests;
import dev.rollbackbot.incident.rollback.LiveVersions;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.RollbackAuthorization;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.Baseline;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.Watch;
import dev.rollbackbot.runbook.Verification;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How events change the incident. */
public final class Evolver {
  private Evolver() {}

  public static Incident evolve(Optional<Incident> before, Event event) {
    if (event instanceof Event.IncidentDeclared declared) {
      return withRequests(declared(declared), declared);
    }
    if (event instanceof ProposalEvent.RollbackProposed proposed && before.isEmpty()) {
      return withRequests(ProposalEvolver.proposed(proposed), proposed);
    }
    Incident incident = before.orElseThrow(() -> impossible("nothing", event));
    Incident after = next(incident, event);
    LiveVersions live = LiveReadings.after(after.details(), incident.state(), event);
    Stage stage = incident.details().stage().after(event, incident.state(), after.state());
    IncidentDetails details =
        after
            .details()
            .with(live)
            .with(stage)
            .with(UnsettledAttempts.after(incident.details(), incident.state(), event));
    Incident involved = after.with(withInvolved(details, event));
    return withRequests(
        DrillEvents.after(involved, event)
            .map(drill -> involved.with(involved.details().with(drill)))
            .orElse(involved),
        event);
  }

  private static Incident withRequests(Incident incident, Event event) {
    return incident.with(incident.details().with(OpenRequests.after(incident, event)));
  }

  private static IncidentDetails withInvolved(IncidentDetails details, Event event) {
    return Involvements.of(event).map(how -> details.withInvolved(event.by(), how)).orElse(details);
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
            false,
            Map.of(event.by(), Involvement.REQUESTED),
            LiveVersions.NONE,
            PersonRequests.NONE,
            Baseline.NONE,
            UndeliveredPosts.NONE,
            Optional.empty(),
            Stage.FIRST,
            Optional.empty(),
            List.of(),
            declaration.forDrill() ? Optional.of(DrillProgress.NONE) : Optional.empty());
    if (details.decisionRule().advice().startsRollback()) {
      return prepare(details.withStakeholdersTold(event.at()));
    }
    return new Incident(
        declaration.affectingUsers() ? details.withStakeholdersTold(event.at()) : details,
        new State.Monitoring());
  }

  private static Incident next(Incident incident, Event event) {
    IncidentDetails details = incident.details();
    State state = incident.state();
    return switch (event) {
      case Event.OfLifecycle e -> lifecycle(incident, e);
      case Event.OfChat e -> incident.with(chat(details, e));
      case Event.OfChecklist e -> incident.with(checklist(details, e));
      case Event.OfPlan e -> plan(incident, e);
      case Event.OfApproval e ->
          new Incident(
              e instanceof Event.Approved || e instanceof Event.BreakGlassUsed
                  ? details.withStakeholdersTold(e.at())
                  : details,
              approval(state, e));
      case Event.LockLetGo _ -> incident;
      case Event.OfSteps e -> StepEvolver.evolve(details, executing(state, e), e);
      case Event.LiveReadStarted e ->
          new Incident(
              ProposalEvolver.readBy(details.withNextJob(), e),
              state instanceof State.Resolved resolved
                  ? resolved.with(resolved.results(), resolved.watch().withLiveReadStarted())
                  : state);
      case Event.LiveVersionsRead e ->
          state instanceof State.Resolved resolved
              ? incident.with(WatchedVersions.read(details, resolved, e))
              : incident.with(ProposalEvolver.read(details, e));
      case Event.OfChecks e -> {
        State next = CheckEvolver.next(details, executing(state, e), e);
        yield new Incident(
            e instanceof Event.PropagationStarted
                ? details.withChecklist(details.checklist().withDeferredOpen())
                : details,
            next);
      }
      case Event.OfDrill _ -> incident;
      case ProposalEvent e -> ProposalEvolver.next(incident, e);
      case Event.OfSignOff e ->
          incident.with(signOff(details, require(State.AwaitingSignOff.class, state, e), e));
    };
  }

  private static Incident lifecycle(Incident incident, Event.OfLifecycle event) {
    IncidentDetails details = incident.details();
    return switch (event) {
      case Event.IncidentDeclared _ -> throw impossible(incident.state(), event);
      case Event.RollbackChosen e ->
          prepare(details.requestedBy(e.by(), details.method().id()).withStakeholdersTold(e.at()));
      case Event.IncidentReopened e ->
          prepare(
              withEndedRollback(incident, e)
                  .requestedBy(e.by(), details.method().id())
                  .withChecklist(
                      Checklist.initial(
                          details.runbook().checklist(), details.declaration().severity())));
      case Event.IncidentClosed e ->
          incident.with(
              new State.Closed(
                  e.closeReason(),
                  e.note(),
                  e.by(),
                  e.at(),
                  incident.state() instanceof State.Resolved resolved
                      ? Optional.of(resolved.result())
                      : Optional.empty(),
                  incident.state() instanceof State.Resolved was && was.watch().toldOfChange()));
      case Event.IncidentCancelled e ->
          incident.with(new State.Cancelled(incident.rollback(), e.reason(), e.by(), e.at()));
      case Event.DeclarationChanged e -> incident.with(declarationChanged(incident, e));
      case Event.DeadlinePassed _ -> incident.with(details.withDeadlinePassed());
      case Event.PostMortemDrafted _, Event.UpdateDue _, Event.PeopleReminded _ -> incident;
    };
  }

  /** While the rollback is prepared, what it waits for follows the severity. */
  private static IncidentDetails declarationChanged(
      Incident incident, Event.DeclarationChanged event) {
    IncidentDetails changed = incident.details().withDeclaration(event.after(), event.at());
    IncidentDetails informed =
        event.after().affectingUsers() ? changed.withStakeholdersTold(event.at()) : changed;
    return incident.state() instanceof State.Preparing
        ? informed.withChecklist(informed.checklist().forSeverity(event.after().severity()))
        : informed;
  }

  private static IncidentDetails chat(IncidentDetails details, Event.OfChat event) {
    return switch (event) {
      case Event.ChannelReady e -> details.inChannel(e.channel());
      case Event.MessagePublished e -> details.withPublished(e.message());
      case Event.PostFailed e ->
          e.undelivered()
              .map(post -> details.with(details.undelivered().with(post)))
              .orElse(details);
      case Event.PostRepeated _ -> details.with(details.undelivered().withRepeated());
      case Event.StakeholdersReached e -> details.with(details.undelivered().without(e.channel()));
    };
  }

  private static IncidentDetails checklist(IncidentDetails details, Event.OfChecklist event) {
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
    IncidentDetails details = incident.details();
    return switch (event) {
      case Event.MethodChanged e -> prepare(details.requestedBy(e.by(), e.method()));
      case Event.MethodStarted e ->
          prepare(withEndedRollback(incident, e).requestedBy(e.by(), e.method()));
      case Event.SurveyStarted e when incident.state() instanceof State.Proposed proposed ->
          new Incident(details.withNextJob(), proposed.with(new State.Surveying(e.job())));
      case Event.SurveyStarted e ->
          new Incident(
              Baselines.surveyed(details).withNextJob(),
              new State.Preparing(new State.Surveying(e.job())));
      case Event.PlanMade e ->
          new Incident(
              ProposalEvolver.planned(
                  incident.state() instanceof State.Proposed ? details : Baselines.planned(details),
                  e),
              planned(incident.state(), new State.Planned(e.plan(), e.warnings())));
      case Event.PlanVoided _ -> prepare(details);
      case Event.BaselineRead e -> incident.with(details.with(Baseline.of(e.results(), e.at())));
      case Event.PlanningFailed e ->
          incident.with(planned(incident.state(), new State.NoPlan(e.text())));
      case Event.TargetChanged e -> incident.with(changed(incident.state(), e, e.step(), e.plan()));
      case Event.InputsChosen e -> incident.with(changed(incident.state(), e, e.step(), e.plan()));
      case Event.StepLeftOut e
          when incident.state() instanceof State.Preparing(State.Planned planned) ->
          incident.with(
              new State.Preparing(
                  new State.Planned(withLeftOut(planned.plan(), e), planned.warnings())));
      case Event.StepLeftOut e -> throw impossible(incident.state(), e);
    };
  }

  /** A proposal shows a plan; nothing goes on from it. */
  private static State planned(State state, State.Planning planning) {
    return state instanceof State.Proposed proposed
        ? proposed.with(planning)
        : new State.Preparing(planning);
  }

  private static State changed(State state, Event event, String step, Plan plan) {
    if (state instanceof State.Preparing(State.Planned planned)) {
      return new State.Preparing(new State.Planned(plan, planned.warnings()));
    }
    AwaitingApproval awaiting = require(AwaitingApproval.class, state, event);
    Map<String, String> chosenBy = new HashMap<>(awaiting.chosenBy());
    chosenBy.put(step, event.by());
    return new AwaitingApproval(plan, awaiting.warnings(), chosenBy, awaiting.since());
  }

  private static Plan withLeftOut(Plan plan, Event.StepLeftOut event) {
    StepRun.LeftOut leftOut = new StepRun.LeftOut(event.at(), event.by(), event.reason());
    return plan.steps().stream()
        .filter(s -> s.id().equals(event.step()))
        .findFirst()
        .map(s -> plan.withStep(s.withLeftOut(leftOut)))
        .orElse(plan);
  }

  private static State approval(State state, Event.OfApproval event) {
    return switch (event) {
      case Event.ApprovalRequested(Instant at)
          when state instanceof State.Preparing(State.Planned(Plan plan, List<String> warnings)) ->
          new AwaitingApproval(plan, warnings, plan.changedBy(), at);
      case Event.ApprovalRequested _ -> throw impossible(state, event);
      case Event.ApprovalReminded _ -> state;
      case Event.Approved(Instant at, String by, String planHash) ->
          start(state, event, new RollbackAuthorization.Approval(at, by, planHash));
      case Event.BreakGlassUsed(Instant at, String by, String planHash, String reason) ->
          start(
              state, event, new RollbackAuthorization.BreakGlassOverride(at, by, planHash, reason));
    };
  }

  private static State signOff(
      IncidentDetails details, State.AwaitingSignOff state, Event.OfSignOff event) {
    String content = SignOffContent.signed(details, state);
    State.Signature signature = new State.Signature(event.at(), event.by(), content);
    Verification verification = details.runbook().verification();
    return switch (event) {
      case Event.SignedRolledBack _ -> state.withFirst(Optional.of(signature));
      case Event.FirstSignatureVoided _ -> state.withFirst(Optional.empty());
      case Event.SecondSignatureGiven e ->
          state.withSecond(
              Optional.of(new State.SecondSignature(e.at(), e.by(), e.postMortem(), content)));
      case Event.SecondSignatureVoided _ -> state.withSecond(Optional.empty());
      case Event.SignedVerified e ->
          new State.Resolved(
              state.rollback(),
              RollbackResults.of(details, state.rollback()),
              state.results(),
              state.results(),
              state.verifiedAt(),
              state.rolledBackSignature().orElseThrow(() -> impossible(state, e)),
              signature,
              e.postMortem(),
              e.at(),
              e.at().plus(verification.watch()),
              Watch.startingWithReadAt(e.at().plus(verification.watchInterval())));
    };
  }

  static Incident prepare(IncidentDetails details) {
    return new Incident(details, new State.Preparing(new State.Unplanned()));
  }

  private static IncidentDetails withEndedRollback(Incident incident, Event event) {
    return incident.details().withEndedRollback(executing(incident.state(), event).rollback());
  }

  static State start(State state, Event event, RollbackAuthorization authorization) {
    Plan plan = require(AwaitingApproval.class, state, event).plan();
    return new State.RollingBack(Rollback.start(plan, authorization));
  }

  private static State.Executing executing(State state, Event event) {
    return require(State.Executing.class, state, event);
  }

  static <S extends State> S require(Class<S> type, State state, Event event) {
    if (!type.isInstance(state)) {
      throw impossible(state, event);
    }
    return type.cast(state);
  }

  static IllegalStateException impossible(State state, Event event) {
    return impossible(state.getClass().getSimpleName(), event);
  }

  private static IllegalStateException impossible(String state, Event event) {
    return new IllegalStateException(
        event.getClass().getSimpleName() + " can't have happened in " + state);
  }
}
