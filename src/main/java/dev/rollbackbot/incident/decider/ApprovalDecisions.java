package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.State.AwaitingApproval;
import dev.rollbackbot.runbook.Severity;

/** Approval of a plan, and break-glass. */
final class ApprovalDecisions {
  private ApprovalDecisions() {}

  static Decision decide(Incident incident, Command.OnApproval command) {
    if (incident.state() instanceof State.Executing executing) {
      return Rejections.alreadyDone(
          "Plan " + executing.rollback().plan().shortHash() + " has been approved already.");
    }
    if (!(incident.state() instanceof AwaitingApproval state)) {
      return Rejections.notNow(incident);
    }
    if (!state.plan().hash().equals(command.planHash())) {
      return Rejections.planChanged(state.plan());
    }
    return switch (command) {
      case Command.Approve approve -> approve(incident, state, approve);
      case Command.BreakGlass breakGlass -> breakGlass(incident, breakGlass);
    };
  }

  private static Decision approve(
      Incident incident, AwaitingApproval state, Command.Approve command) {
    IncidentDetails details = incident.details();
    String person = command.by().id();
    if (!command.by().is(Role.APPROVER)) {
      return Rejections.notAnApprover(details);
    }
    if (person.equals(details.requester())) {
      return Rejections.anotherApprover(details, "You asked for this rollback");
    }
    if (state.chosenBy().containsValue(person)) {
      return Rejections.anotherApprover(details, "You changed this plan");
    }
    return CommandRouter.accept(
        incident, new Event.Approved(command.at(), person, command.planHash()));
  }

  private static Decision breakGlass(Incident incident, Command.BreakGlass command) {
    IncidentDetails details = incident.details();
    if (details.declaration().severity() != Severity.CRITICAL) {
      return new Decision.Rejected(
          RejectionCode.NOT_CRITICAL,
          RichText.of("Breaking the glass is for CRITICAL incidents. ")
              .text("Someone in ")
              .add(Rejections.approvers(details))
              .text(" can approve the plan."));
    }
    if (!command.by().is(Role.RESPONDER)) {
      return Rejections.notAResponder(details);
    }
    return CommandRouter.accept(
        incident,
        Rejections.reasonProblem(command.reason()),
        new Event.BreakGlassUsed(
            command.at(), command.by().id(), command.planHash(), command.reason()));
  }
}
