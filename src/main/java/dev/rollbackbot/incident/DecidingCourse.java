package dev.rollbackbot.incident;

import dev.rollbackbot.incident.State.Monitoring;
import dev.rollbackbot.incident.State.RollingBack;

/** How it begins and ends. */
final class DecidingCourse {
  private DecidingCourse() {}

  static Decision decide(Incident incident, Command.OnCourse command) {
    return switch (command) {
      case Command.RollBackAfterAll c ->
          incident.state() instanceof Monitoring
              ? Deciding.then(incident, new Event.RollbackChosen(c.at(), c.by().id()))
              : Refusals.notNow(incident);
      case Command.Cancel c -> cancel(incident, c);
      case Command.Close c -> close(incident, c);
      case Command.Reopen c -> reopen(incident, c);
      case Command.DraftPostMortem c ->
          incident.state() instanceof State.Resolved
              ? Deciding.then(incident, new Event.PostMortemDrafted(c.at(), c.by().id()))
              : Refusals.notNow(incident);
    };
  }

  private static Decision cancel(Incident incident, Command.Cancel c) {
    if (incident.state() instanceof State.Ended) {
      return Refusals.notNow(incident);
    }
    if (incident.state() instanceof Monitoring) {
      return Refusals.notNow(
          "Nothing is being rolled back. Close it as fixed forward or as a false alarm.");
    }
    if (incident.state() instanceof RollingBack r
        && r.rollback().current().map(DecidingCourse::runs).orElse(false)) {
      return Refusals.notNow("A step is running. Stop after this step first, then cancel.");
    }
    return Refusals.saysNothing(c.reason())
        ? Refusals.needsReason()
        : Deciding.then(incident, new Event.Cancelled(c.at(), c.by().id(), c.reason()));
  }

  private static Decision close(Incident incident, Command.Close c) {
    boolean watching = incident.state() instanceof Monitoring;
    boolean resolved = incident.state() instanceof State.Resolved;
    if (!watching && !resolved) {
      return Refusals.notNow(incident);
    }
    if (watching == (c.ending() == Ending.ROLLED_BACK)) {
      return Refusals.incomplete(
          watching
              ? "Say whether it was fixed forward or a false alarm."
              : "This incident ended with a rollback.");
    }
    return Refusals.tooLong(c.note())
        ? Refusals.shorterEvidence()
        : Deciding.then(incident, new Event.Closed(c.at(), c.by().id(), c.ending(), c.note()));
  }

  private static Decision reopen(Incident incident, Command.Reopen c) {
    if (!(incident.state() instanceof State.Resolved)) {
      return Refusals.notNow(incident);
    }
    return Refusals.saysNothing(c.reason())
        ? Refusals.needsReason()
        : Deciding.then(incident, new Event.Reopened(c.at(), c.by().id(), c.reason()));
  }

  private static boolean runs(StepRun step) {
    return step.progress() instanceof StepRun.Running;
  }
}
