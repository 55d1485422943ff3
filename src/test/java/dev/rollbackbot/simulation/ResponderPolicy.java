package dev.rollbackbot.simulation;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.CloseReason;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.ProposalCommand;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.SignOffContent;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.promises.TestUsers;
import dev.rollbackbot.runbook.ChecklistItem;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The next sensible command towards the end of an incident; empty: wait. */
final class ResponderPolicy {
  private static final String LINK = "https://example.org";
  private static final List<Actor> APPROVERS =
      List.of(
          TestUsers.ONLY_APPROVER,
          TestUsers.REQUESTER,
          TestUsers.APPROVER,
          TestUsers.SECOND_APPROVER);
  private static final List<Actor> RESPONDERS =
      List.of(
          TestUsers.REQUESTER, TestUsers.APPROVER, TestUsers.SECOND_APPROVER, TestUsers.RESPONDER);

  private final Instant now;

  private ResponderPolicy(Instant now) {
    this.now = now;
  }

  static Optional<Command> next(Incident incident, Instant now) {
    return new ResponderPolicy(now).next(incident);
  }

  private Optional<Command> next(Incident incident) {
    IncidentDetails details = incident.details();
    Actor actor = TestUsers.RESPONDER;
    return switch (incident.state()) {
      case State.Closed _, State.Cancelled _, State.Propagating _ -> Optional.empty();
      case State.Proposed _ ->
          Optional.of(new ProposalCommand.StartProposed(now, TestUsers.REQUESTER));
      case State.Monitoring _ -> Optional.of(new Command.StartRollback(now, TestUsers.REQUESTER));
      case State.Preparing s -> preparing(details, s);
      case State.AwaitingApproval s ->
          Optional.of(
              notInvolved(details, APPROVERS)
                  .<Command>map(other -> new Command.Approve(now, other, s.plan().hash()))
                  .orElseGet(this::cancel));
      case State.RollingBack s -> rollingBack(s);
      case State.Paused _ -> Optional.of(new Command.Resume(now, actor));
      case State.Blocked s -> blocked(s);
      case State.Verifying s -> verifying(details, s);
      case State.AwaitingSignOff s -> signing(details, s);
      case State.Resolved _ ->
          Optional.of(new Command.Close(now, actor, CloseReason.ROLLED_BACK, ""));
    };
  }

  private static Optional<Actor> notInvolved(IncidentDetails details, List<Actor> people) {
    return people.stream().filter(a -> !details.involved().containsKey(a.id())).findFirst();
  }

  /** Where everybody is involved, nobody can consent. */
  private Command cancel() {
    return new Command.Cancel(now, TestUsers.RESPONDER, "nobody is left who is not involved");
  }

  private Optional<Command> openItem(IncidentDetails details) {
    Actor actor = TestUsers.RESPONDER;
    for (Checklist.TrackedItem entry : details.checklist().entries()) {
      String item = entry.item().id();
      if (entry.status() instanceof ItemStatus.Open
          && entry.item().assignee() instanceof ChecklistItem.PersonAssignee) {
        return Optional.of(new Command.ConfirmItem(now, actor, item, LINK));
      }
      if (entry.status() instanceof ItemStatus.TaskFailed && !item.equals("capture")) {
        return Optional.of(new Command.RetryItem(now, actor, item));
      }
    }
    return Optional.empty();
  }

  private Optional<Command> preparing(IncidentDetails details, State.Preparing state) {
    Actor actor = TestUsers.RESPONDER;
    Optional<Command> item = openItem(details);
    if (item.isPresent()) {
      return item;
    }
    if (state.planning() instanceof State.Planned(Plan plan, var _)
        && !plan.openSteps().isEmpty()) {
      return Optional.of(settled(plan, plan.openSteps().getFirst()));
    }
    Optional<Command> unread =
        details.checklist().entries().stream()
            .filter(e -> e.status() instanceof ItemStatus.TaskFailed)
            .findFirst()
            .map(e -> new Command.SkipItem(now, actor, e.item().id(), "it can't be read"));
    if (state.planning() instanceof State.Planned && unread.isPresent()) {
      return unread;
    }
    return state.planning() instanceof State.NoPlan(String text)
        ? Optional.of(
            text.contains("not reached")
                ? new Command.SurveyAgain(now, actor)
                : new Command.ChangeMethod(now, actor, "by-hand"))
        : Optional.empty();
  }

  /** Reads again what could not be read, then takes what there is, then leaves it out. */
  private Command settled(Plan plan, PlannedStep step) {
    Actor actor = TestUsers.RESPONDER;
    if (step.job().isPresent()) {
      return new Command.ChooseInputs(now, actor, plan.hash(), step.id(), Map.of("version", "v41"));
    }
    Optional<PlannedStep.Change> choices = step.selectable();
    if (choices.isPresent()) {
      String version = choices.get().candidates().getFirst().id();
      return new Command.ChangeTarget(
          now, actor, plan.hash(), step.id(), version, "there is no other", false);
    }
    boolean unread = step.noTarget().filter(n -> n.why().contains("not reached")).isPresent();
    boolean last = plan.steps().stream().allMatch(s -> s.leftOut().isPresent() || s.equals(step));
    if (last) {
      return new Command.ChangeMethod(now, actor, "by-hand");
    }
    return unread
        ? new Command.SurveyAgain(now, actor)
        : new Command.LeaveOutStep(now, actor, plan.hash(), step.id(), "not affected");
  }

  private Optional<Command> rollingBack(State.RollingBack state) {
    if (state.rollback().pendingControl() != Rollback.PendingControl.CONTINUE) {
      return Optional.of(new Command.Resume(now, TestUsers.RESPONDER));
    }
    return state.rollback().currentGroup().stream()
        .filter(x -> x.status() instanceof StepRun.HandedOver)
        .findFirst()
        .map(x -> new Command.MarkStepDone(now, TestUsers.RESPONDER, x.step().id(), LINK));
  }

  private Optional<Command> blocked(State.Blocked state) {
    Actor actor = TestUsers.RESPONDER;
    Rollback rollback = state.rollback();
    List<StepRun> steps =
        rollback.undecided().isEmpty() ? rollback.currentGroup() : rollback.undecided();
    Optional<StepRun> step = steps.stream().filter(s -> !s.reconciling()).findFirst();
    if (step.isEmpty()) {
      return Optional.empty();
    }
    boolean outdated =
        step.get().status() instanceof StepRun.AttemptFailed f
            && f.kind() == Outcome.FailureKind.CHANGED;
    if (!outdated) {
      return Optional.of(
          new Command.RetryStep(now, actor, step.get().step().id(), step.get().attempts()));
    }
    // The provider is asked about another one first.
    return rollback.reconciling()
        ? Optional.empty()
        : Optional.of(new Command.MakeNewPlan(now, actor));
  }

  private Optional<Command> verifying(IncidentDetails details, State.Verifying state) {
    for (VerificationResults.CheckRun check : state.results().checks()) {
      if (!check.status().settled()) {
        return Optional.of(
            new Command.ConfirmCheck(
                now, TestUsers.RESPONDER, SignOffContent.live(details), check.check().id(), LINK));
      }
    }
    boolean late = now.isAfter(state.since().plusSeconds(60));
    return state.results().probes().stream()
        .filter(p -> late && !state.results().passed(p))
        .findFirst()
        .map(p ->
            notInvolved(details, RESPONDERS)
                .<Command>map(other ->
                    new Command.WaiveCheck(
                        now,
                        other,
                        SignOffContent.live(details),
                        p.probe().id(),
                        "known to be wrong"))
                .orElseGet(this::cancel));
  }

  private Optional<Command> signing(IncidentDetails details, State.AwaitingSignOff state) {
    Optional<Command> item = openItem(details);
    if (item.isPresent() || state.secondSignature().isPresent()) {
      return item;
    }
    String seen = SignOffContent.fingerprint(details, state);
    if (state.rolledBackSignature().isEmpty()) {
      return Optional.of(new Command.SignRolledBack(now, TestUsers.REQUESTER, seen));
    }
    String first = state.rolledBackSignature().get().by();
    List<Actor> others = RESPONDERS.stream().filter(a -> !a.id().equals(first)).toList();
    Optional<Actor> verifier = notInvolved(details, others);
    if (verifier.isEmpty()) {
      return Optional.of(cancel());
    }
    LocalDate soon = now.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(3);
    // A probe that became unreadable meanwhile is waited for.
    boolean settled = state.results().allPassed();
    return settled
        ? Optional.of(new Command.SignVerified(now, verifier.get(), seen, soon))
        : Optional.empty();
  }
}
