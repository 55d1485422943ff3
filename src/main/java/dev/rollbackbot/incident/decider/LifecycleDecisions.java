package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.CloseReason;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.State.Monitoring;
import dev.rollbackbot.incident.State.Resolved;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.Evidence;
import java.time.Instant;

/** The start of a rollback and the end of an incident. */
final class LifecycleDecisions {
  private LifecycleDecisions() {}

  static Decision decide(Incident incident, Command.OnLifecycle command) {
    State state = incident.state();
    return switch (command) {
      case Command.StartRollback(Instant at, Actor by) when state instanceof Monitoring ->
          CommandRouter.accept(incident, new Event.RollbackChosen(at, by.id()));
      case Command.Cancel cancel when !(state instanceof State.Ended) -> cancel(incident, cancel);
      case Command.Close close when state instanceof Monitoring || state instanceof Resolved ->
          close(incident, close);
      case Command.Reopen(Instant at, Actor by, String reason) when state instanceof Resolved ->
          CommandRouter.accept(
              incident,
              Rejections.reasonProblem(reason),
              new Event.IncidentReopened(at, by.id(), reason));
      case Command.DraftPostMortem(Instant at, Actor by) when state instanceof Resolved ->
          CommandRouter.accept(incident, new Event.PostMortemDrafted(at, by.id()));
      case Command.PostAgain(Instant at, Actor by) ->
          incident.details().undelivered().refused().isEmpty()
              ? Rejections.alreadyDone("There is nothing to post again.")
              : CommandRouter.accept(incident, new Event.PostRepeated(at, by.id()));
      case Command.StartRollback _,
          Command.Cancel _,
          Command.Close _,
          Command.Reopen _,
          Command.DraftPostMortem _ ->
          Rejections.notNow(incident);
    };
  }

  private static Decision cancel(Incident incident, Command.Cancel command) {
    if (incident.state() instanceof Monitoring) {
      return Rejections.notNow(
          "Nothing is being rolled back. Close it as fixed forward or as a false alarm.");
    }
    if (incident.currentStep().filter(s -> s.status() instanceof StepRun.Running).isPresent()) {
      return Rejections.notNow("A step is running. Stop after this step first, then cancel.");
    }
    return CommandRouter.accept(
        incident,
        Rejections.reasonProblem(command.reason()),
        new Event.IncidentCancelled(command.at(), command.by().id(), command.reason()));
  }

  private static Decision close(Incident incident, Command.Close command) {
    boolean watching = incident.state() instanceof Monitoring;
    if (watching == (command.closeReason() == CloseReason.ROLLED_BACK)) {
      return Rejections.incomplete(
          watching
              ? "Say whether it was fixed forward or a false alarm."
              : "This incident ended with a rollback.");
    }
    return CommandRouter.accept(
        incident,
        Rejections.evidenceProblem(Evidence.OPTIONAL, command.note()),
        new Event.IncidentClosed(
            command.at(), command.by().id(), command.closeReason(), command.note()));
  }
}
