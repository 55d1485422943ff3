package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.AdvisedAction;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.Involvement;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.State.AwaitingApproval;
import dev.rollbackbot.incident.assessment.Involvements;
import dev.rollbackbot.incident.assessment.database.DatabaseSteps;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.RollbackAuthorization;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.Environment.BreakGlassRule;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Approval of a plan, break-glass, and consent to a change of a database. */
final class ApprovalDecisions {
  private ApprovalDecisions() {}

  static Decision decide(Incident incident, Command.OnApproval command) {
    if (incident.state() instanceof State.Executing executing) {
      return Rejections.alreadyDone(
          "Plan "
              + executing.rollback().plan().shortHash()
              + switch (executing.rollback().authorization()) {
                case RollbackAuthorization.Approval _ -> " has been approved already.";
                case RollbackAuthorization.BreakGlassOverride _ ->
                    " was begun without an approval: the glass was broken.";
                case RollbackAuthorization.Automatic _ ->
                    " was begun without an approval, by the bot itself.";
              });
    }
    if (!(incident.state() instanceof AwaitingApproval state)) {
      return Rejections.notNow(incident);
    }
    if (!state.plan().hash().equals(command.planHash())) {
      return Rejections.planChanged(state.plan());
    }
    if (state.plan().unreadable().isPresent()) {
      return Rejections.notNow(state.plan().unreadable().get())
          .advising(AdvisedAction.CHANGE_METHOD);
    }
    return switch (command) {
      case Command.Approve approve -> approve(incident, approve);
      case Command.BreakGlass breakGlass -> breakGlass(incident, state.plan(), breakGlass);
    };
  }

  private static Decision approve(Incident incident, Command.Approve command) {
    IncidentDetails details = incident.details();
    String person = command.by().id();
    if (!command.by().is(Role.APPROVER)) {
      return Rejections.notAnApprover(details);
    }
    Optional<Involvement> involvement = Involvements.of(details, person);
    if (involvement.isPresent()) {
      return Rejections.anotherApprover(details, Rejections.involvementText(involvement.get()));
    }
    return CommandRouter.accept(
        incident, new Event.Approved(command.at(), person, command.planHash()));
  }

  /** Whatever began the rollback, a script or a restore needs a person of its own. */
  static Decision consent(Incident incident, Command.ConsentToScript command) {
    IncidentDetails details = incident.details();
    Optional<StepRun> step = incident.currentStep(command.step());
    Optional<DatabaseSpec> spec = step.flatMap(s -> DatabaseSteps.spec(details, s.step()));
    if (!(incident.state() instanceof State.RollingBack)
        || spec.isEmpty()
        || step.isEmpty()
        || !(step.get().status() instanceof StepRun.AwaitingConsent asked)) {
      return Rejections.notNow(incident);
    }
    if (!DatabaseSteps.fingerprint(step.get().step(), spec.get(), asked.reading())
        .equals(command.seen())) {
      return Rejections.stale(
          "The numbers have changed since you looked: " + asked.reading().text() + ".");
    }
    if (!command.by().is(Role.APPROVER)) {
      return Rejections.notAnApprover(details);
    }
    Optional<Involvement> involvement = Involvements.of(details, command.by().id());
    if (involvement.isPresent()) {
      return Rejections.anotherApprover(details, Rejections.involvementText(involvement.get()));
    }
    if (!command.database().strip().equals(spec.get().database())) {
      return Rejections.incomplete(
          "Type the name of the database as it is written: " + spec.get().database() + ".");
    }
    return CommandRouter.accept(
        incident,
        new Event.ConsentGiven(command.at(), command.by().id(), command.step(), details.nextJob()));
  }

  private static Decision breakGlass(Incident incident, Plan plan, Command.BreakGlass command) {
    IncidentDetails details = incident.details();
    if (!plan.withChangedSecrets().isEmpty()) {
      return new Decision.Rejected(
          RejectionCode.NEEDS_APPROVAL,
          RichText.of("This plan overrides a refusal because of changed secrets. ")
              .text("That needs a second person, also in a CRITICAL incident. Someone in ")
              .add(Rejections.approvers(details))
              .text(" can approve it, or choose a target that needs no override."),
          approval(details, command.by()));
    }
    Optional<String> chosen = chosenInSpiteOfConcern(plan, command.by());
    if (chosen.isPresent()) {
      return new Decision.Rejected(
          RejectionCode.NEEDS_APPROVAL,
          RichText.of("You chose ")
              .quote(chosen.get())
              .text(
                  ", though something speaks against it. That needs the consent of another person,"
                      + " also in a CRITICAL incident. Someone in ")
              .add(Rejections.approvers(details))
              .text(
                  " can approve it, or another responder break the glass; or choose a target that"
                      + " nothing speaks against."),
          approval(details, command.by()));
    }
    if (details.environment().breakGlass() == BreakGlassRule.NEVER) {
      return new Decision.Rejected(
          RejectionCode.NEEDS_APPROVAL,
          RichText.of("The runbook allows no rollback without an approval here. Someone in ")
              .add(Rejections.approvers(details))
              .text(" can approve the plan."),
          approval(details, command.by()));
    }
    if (details.declaration().severity() != Severity.CRITICAL) {
      return new Decision.Rejected(
          RejectionCode.NOT_CRITICAL,
          RichText.of("Breaking the glass is for CRITICAL incidents. ")
              .text("Someone in ")
              .add(Rejections.approvers(details))
              .text(" can approve the plan. If it is CRITICAL by now, change the severity."),
          Stream.concat(
                  approval(details, command.by()).stream(),
                  Stream.of(AdvisedAction.CHANGE_DECLARATION))
              .toList());
    }
    if (!command.by().is(Role.RESPONDER)) {
      return Rejections.notAResponder(details);
    }
    return CommandRouter.accept(
        incident,
        Rejections.breakGlassReasonProblem(command.reason()),
        new Event.BreakGlassUsed(
            command.at(), command.by().id(), command.planHash(), command.reason()));
  }

  /** The first such target of that person. */
  private static Optional<String> chosenInSpiteOfConcern(Plan plan, Actor by) {
    return plan.steps().stream()
        .flatMap(step -> step.change().stream())
        .filter(c -> c.override().filter(o -> o.by().equals(by.id())).isPresent())
        .map(c -> c.target().label())
        .findFirst();
  }

  /** Advised only to a person who may. */
  private static List<AdvisedAction> approval(IncidentDetails details, Actor by) {
    return by.is(Role.APPROVER) && Involvements.of(details, by.id()).isEmpty()
        ? List.of(AdvisedAction.APPROVE)
        : List.of();
  }
}
