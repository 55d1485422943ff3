package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.CloseReason;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.State.Monitoring;
import dev.rollbackbot.incident.State.RollingBack;
import dev.rollbackbot.incident.rollback.StepRun;

/** How it begins and ends. */
final class LifecycleDecisions {
  private LifecycleDecisions() {}

  static Decision decide(Incident incident, Command.OnLifecycle command) {
    return switch (command) {
      case Command.StartRollback startRollback ->
          incident.state() instanceof Monitoring
              ? CommandRouter.accept(
                  incident, new Event.RollbackChosen(startRollback.at(), startRollback.by().id()))
              : Rejections.notNow(incident);
      case Command.Cancel cancel -> cancel(incident, cancel);
      case Command.Close close -> close(incident, close);
      case Command.Reopen reopen -> reopen(incident, reopen);
      case Command.DraftPostMortem draftPostMortem ->
          incident.state() instanceof State.Resolved
              ? CommandRouter.accept(
                  incident,
                  new Event.PostMortemDrafted(draftPostMortem.at(), draftPostMortem.by().id()))
              : Rejections.notNow(incident);
    };
  }

  private static Decision cancel(Incident incident, Command.Cancel command) {
    if (incident.state() instanceof State.Ended) {
      return Rejections.notNow(incident);
    }
    if (incident.state() instanceof Monitoring) {
      return Rejections.notNow(
          "Nothing is being rolled back. Close it as fixed forward or as a false alarm.");
    }
    if (incident.state() instanceof RollingBack rollingBack
        && rollingBack.rollback().current().map(LifecycleDecisions::runs).orElse(false)) {
      return Rejections.notNow("A step is running. Stop after this step first, then cancel.");
    }
    return Rejections.isBlankOrTooLong(command.reason())
        ? Rejections.needsReason()
        : CommandRouter.accept(
            incident,
            new Event.IncidentCancelled(command.at(), command.by().id(), command.reason()));
  }

  private static Decision close(Incident incident, Command.Close command) {
    boolean watching = incident.state() instanceof Monitoring;
    boolean resolved = incident.state() instanceof State.Resolved;
    if (!watching && !resolved) {
      return Rejections.notNow(incident);
    }
    if (watching == (command.closeReason() == CloseReason.ROLLED_BACK)) {
      return Rejections.incomplete(
          watching
              ? "Say whether it was fixed forward or a false alarm."
              : "This incident ended with a rollback.");
    }
    return Rejections.tooLong(command.note())
        ? Rejections.shorterEvidence()
        : CommandRouter.accept(
            incident,
            new Event.IncidentClosed(
                command.at(), command.by().id(), command.closeReason(), command.note()));
  }

  private static Decision reopen(Incident incident, Command.Reopen command) {
    if (!(incident.state() instanceof State.Resolved)) {
      return Rejections.notNow(incident);
    }
    return Rejections.isBlankOrTooLong(command.reason())
        ? Rejections.needsReason()
        : CommandRouter.accept(
            incident,
            new Event.IncidentReopened(command.at(), command.by().id(), command.reason()));
  }

  private static boolean runs(StepRun step) {
    return step.status() instanceof StepRun.Running;
  }
}
