package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.State.AwaitingApproval;
import dev.rollbackbot.runbook.Severity;

/** Consent to a plan. */
final class ApprovalDecisions {
  private ApprovalDecisions() {}

  static Decision decide(Incident incident, Command.OnApproval command) {
    if (!(incident.state() instanceof AwaitingApproval awaitingApproval)) {
      return incident.state() instanceof State.Executing executing
          ? Rejections.alreadyDone(
              "Plan " + executing.rollback().plan().shortHash() + " has been approved already.")
          : Rejections.notNow(incident);
    }
    if (!awaitingApproval.plan().hash().equals(command.planHash())) {
      return planChanged(awaitingApproval);
    }
    return switch (command) {
      case Command.Approve approve -> approve(incident, awaitingApproval, approve);
      case Command.BreakGlass breakGlass -> breakGlass(incident, breakGlass);
    };
  }

  static Decision.Rejected planChanged(AwaitingApproval state) {
    return Rejections.stale(
        "The plan has changed since you looked. It is " + state.plan().shortHash() + " now.");
  }

  private static Decision approve(
      Incident incident, AwaitingApproval state, Command.Approve command) {
    if (!command.by().is(Role.APPROVER)) {
      return Rejections.notAnApprover(incident.details());
    }
    if (command.by().id().equals(incident.details().requester())) {
      return Rejections.ownApproval(incident.details());
    }
    if (state.chosenBy().containsValue(command.by().id())) {
      return Rejections.ownTarget(incident.details());
    }
    return CommandRouter.accept(
        incident, new Event.Approved(command.at(), command.by().id(), command.planHash()));
  }

  private static Decision breakGlass(Incident incident, Command.BreakGlass command) {
    if (incident.details().declaration().severity() != Severity.CRITICAL) {
      return new Decision.Rejected(
          RejectionCode.NOT_CRITICAL,
          RichText.of("Breaking the glass is for CRITICAL incidents. ")
              .text("Someone in ")
              .add(Rejections.approvers(incident.details()))
              .text(" can approve the plan."));
    }
    if (!command.by().is(Role.RESPONDER)) {
      return Rejections.notAResponder(incident.details());
    }
    return Rejections.isBlankOrTooLong(command.reason())
        ? Rejections.needsReason()
        : CommandRouter.accept(
            incident,
            new Event.BreakGlassUsed(
                command.at(), command.by().id(), command.planHash(), command.reason()));
  }
}
