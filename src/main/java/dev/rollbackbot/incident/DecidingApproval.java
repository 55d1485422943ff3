package dev.rollbackbot.incident;

import dev.rollbackbot.incident.State.AwaitingApproval;
import dev.rollbackbot.runbook.Severity;

/** Consent to a plan. */
final class DecidingApproval {
  private DecidingApproval() {}

  static Decision decide(Incident incident, Command.OnApproval command) {
    if (!(incident.state() instanceof AwaitingApproval w)) {
      return incident.state() instanceof State.Executing x
          ? Refusals.alreadyDone(
              "Plan " + x.rollback().plan().shortHash() + " has been approved already.")
          : Refusals.notNow(incident);
    }
    if (!w.plan().hash().equals(command.planHash())) {
      return planMoved(w);
    }
    return switch (command) {
      case Command.Approve c -> approve(incident, w, c);
      case Command.BreakGlass c -> breakGlass(incident, c);
    };
  }

  static Decision.Rejected planMoved(AwaitingApproval s) {
    return Refusals.stale(
        "The plan has changed since you looked. It is " + s.plan().shortHash() + " now.");
  }

  private static Decision approve(Incident incident, AwaitingApproval s, Command.Approve c) {
    if (!c.by().is(Role.APPROVER)) {
      return Refusals.notAnApprover(incident.facts());
    }
    if (c.by().id().equals(incident.facts().requester())) {
      return Refusals.ownApproval(incident.facts());
    }
    if (s.chosenBy().containsValue(c.by().id())) {
      return Refusals.ownTarget(incident.facts());
    }
    return Deciding.then(incident, new Event.Approved(c.at(), c.by().id(), c.planHash()));
  }

  private static Decision breakGlass(Incident incident, Command.BreakGlass c) {
    if (incident.facts().declaration().severity() != Severity.CRITICAL) {
      return new Decision.Rejected(
          Reason.NOT_CRITICAL,
          Prose.of("Breaking the glass is for CRITICAL incidents. ")
              .text("Someone in ")
              .add(Refusals.approvers(incident.facts()))
              .text(" can approve the plan."));
    }
    if (!c.by().is(Role.RESPONDER)) {
      return Refusals.notAResponder(incident.facts());
    }
    return Refusals.saysNothing(c.reason())
        ? Refusals.needsReason()
        : Deciding.then(
            incident, new Event.GlassBroken(c.at(), c.by().id(), c.planHash(), c.reason()));
  }
}
