package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.AdvisedAction;
import dev.rollbackbot.incident.CloseReason;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.State.Monitoring;
import dev.rollbackbot.incident.State.Resolved;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.Evidence;
import java.time.Instant;

/** The start of a rollback and the end of an incident. */
final class LifecycleDecisions {
  private static final int LONGEST_DESCRIPTION = 2_000;

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
      case Command.ChangeDeclaration change when !(state instanceof State.Ended) ->
          changeDeclaration(incident, change);
      case Command.StartRollback _,
          Command.ChangeDeclaration _,
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
              "Nothing is being rolled back. Close it as fixed forward or as a false alarm.")
          .advising(AdvisedAction.CLOSE);
    }
    if (incident.currentStep().filter(s -> s.status() instanceof StepRun.Running).isPresent()) {
      return incident
              .rollback()
              .filter(r -> r.pendingControl() == Rollback.PendingControl.STOP)
              .isPresent()
          ? Rejections.notNow("A step is running. The rollback stops after it; then cancel.")
          : Rejections.notNow("A step is running. Stop after this step first, then cancel.")
              .advising(AdvisedAction.STOP_AFTER_STEP);
    }
    return CommandRouter.accept(
        incident,
        Rejections.reasonProblem(command.reason()),
        new Event.IncidentCancelled(command.at(), command.by().id(), command.reason()));
  }

  private static Decision changeDeclaration(Incident incident, Command.ChangeDeclaration command) {
    Declaration before = incident.details().declaration();
    if (!before.fingerprint().equals(command.seen())) {
      return Rejections.stale(
              "Someone has changed the severity, the impact or the lead since you looked.")
          .advising(AdvisedAction.CHANGE_DECLARATION);
    }
    Declaration after = before.with(command.change());
    if (after.equals(before)) {
      return Rejections.alreadyDone("That is how it is already. Nothing was changed.");
    }
    if (after.lead().isBlank()) {
      return Rejections.incomplete("Choose who leads.");
    }
    if (after.description().length() > LONGEST_DESCRIPTION) {
      return Rejections.incomplete(
          "Keep the description under " + LONGEST_DESCRIPTION + " characters.");
    }
    return CommandRouter.accept(
        incident,
        Rejections.reasonProblem(command.reason()),
        new Event.DeclarationChanged(
            command.at(), command.by().id(), before, after, command.reason()));
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
