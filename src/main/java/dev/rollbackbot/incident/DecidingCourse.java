package dev.rollbackbot.incident;

import dev.rollbackbot.incident.State.Monitoring;
import dev.rollbackbot.incident.State.RollingBack;

/** How it begins and ends. */
final class DecidingCourse {
  private DecidingCourse() {}

  static Decision decide(State.Declared s, Command.OnCourse command) {
    return switch (command) {
      case Command.RollBackAfterAll c ->
          s instanceof Monitoring
              ? Deciding.then(s, new Event.RollbackChosen(c.at(), c.by().id()))
              : Refusals.notNow(s);
      case Command.Cancel c -> cancel(s, c);
      case Command.Close c -> close(s, c);
      case Command.Reopen c -> reopen(s, c);
      case Command.DraftPostMortem c ->
          s instanceof State.Resolved
              ? Deciding.then(s, new Event.PostMortemDrafted(c.at(), c.by().id()))
              : Refusals.notNow(s);
    };
  }

  private static Decision cancel(State.Declared s, Command.Cancel c) {
    if (s instanceof State.Ended) {
      return Refusals.notNow(s);
    }
    if (s instanceof Monitoring) {
      return Refusals.notNow(
          "Nothing is being rolled back. Close it as fixed forward or as a false alarm.");
    }
    if (s instanceof RollingBack r
        && r.rollback().current().map(DecidingCourse::runs).orElse(false)) {
      return Refusals.notNow("A step is running. Stop after this step first, then cancel.");
    }
    return Refusals.saysNothing(c.reason())
        ? Refusals.needsReason()
        : Deciding.then(s, new Event.Cancelled(c.at(), c.by().id(), c.reason()));
  }

  private static Decision close(State.Declared s, Command.Close c) {
    boolean watching = s instanceof Monitoring;
    boolean resolved = s instanceof State.Resolved;
    if (!watching && !resolved) {
      return Refusals.notNow(s);
    }
    if (watching == (c.ending() == Ending.ROLLED_BACK)) {
      return Refusals.incomplete(
          watching
              ? "Say whether it was fixed forward or a false alarm."
              : "This incident ended with a rollback.");
    }
    return Refusals.tooLong(c.note())
        ? Refusals.shorterEvidence()
        : Deciding.then(s, new Event.Closed(c.at(), c.by().id(), c.ending(), c.note()));
  }

  private static Decision reopen(State.Declared s, Command.Reopen c) {
    if (!(s instanceof State.Resolved)) {
      return Refusals.notNow(s);
    }
    return Refusals.saysNothing(c.reason())
        ? Refusals.needsReason()
        : Deciding.then(s, new Event.Reopened(c.at(), c.by().id(), c.reason()));
  }

  private static boolean runs(StepRun step) {
    return step.progress() instanceof StepRun.Running;
  }
}
