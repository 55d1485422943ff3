package dev.rollbackbot.incident;

import dev.rollbackbot.incident.State.AwaitingApproval;
import dev.rollbackbot.runbook.Severity;

/** Consent to a plan. */
final class DecidingApproval {
  private DecidingApproval() {}

  static Decision decide(State.Declared s, Command.OnApproval command) {
    if (!(s instanceof AwaitingApproval w)) {
      return s instanceof State.Executing x
          ? Refusals.alreadyDone(
              "Plan " + x.rollback().plan().shortHash() + " has been approved already.")
          : Refusals.notNow(s);
    }
    if (!w.plan().hash().equals(command.planHash())) {
      return planMoved(w);
    }
    return switch (command) {
      case Command.Approve c -> approve(w, c);
      case Command.BreakGlass c -> breakGlass(w, c);
    };
  }

  static Decision.Rejected planMoved(AwaitingApproval s) {
    return Refusals.stale(
        "The plan has changed since you looked. It is " + s.plan().shortHash() + " now.");
  }

  private static Decision approve(AwaitingApproval s, Command.Approve c) {
    if (!c.by().is(Role.APPROVER)) {
      return Refusals.notAnApprover(s.facts());
    }
    if (c.by().id().equals(s.facts().requester())) {
      return Refusals.ownApproval(s.facts());
    }
    if (s.chosenBy().containsValue(c.by().id())) {
      return Refusals.ownTarget(s.facts());
    }
    return Deciding.then(s, new Event.Approved(c.at(), c.by().id(), c.planHash()));
  }

  private static Decision breakGlass(AwaitingApproval s, Command.BreakGlass c) {
    if (s.facts().declaration().severity() != Severity.CRITICAL) {
      return new Decision.Rejected(
          Reason.NOT_CRITICAL,
          Prose.of("Breaking the glass is for CRITICAL incidents. ")
              .text("Someone in ")
              .add(Refusals.approvers(s.facts()))
              .text(" can approve the plan."));
    }
    if (!c.by().is(Role.RESPONDER)) {
      return Refusals.notAResponder(s.facts());
    }
    return Refusals.saysNothing(c.reason())
        ? Refusals.needsReason()
        : Deciding.then(s, new Event.GlassBroken(c.at(), c.by().id(), c.planHash(), c.reason()));
  }
}
