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
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The start of a rollback and the end of an incident. */
final class LifecycleDecisions {
  private static final int LONGEST_DESCRIPTION = 2_000;

  private LifecycleDecisions() {}

  static Decision decide(Incident incident, Command.OnLifecycle command) {
    State state = incident.state();
    return switch (command) {
      case Command.StartRollback(Instant at, Actor by) when state instanceof Monitoring ->
          CommandRouter.accept(incident, new Event.RollbackChosen(at, by.id()));
      case Command.Cancel cancel when !endedOrProposed(state) -> cancel(incident, cancel);
      case Command.Close close when state instanceof Monitoring || state instanceof Resolved ->
          close(incident, close);
      case Command.Reopen(Instant at, Actor by, String reason) when state instanceof Resolved ->
          CommandRouter.accept(
              incident,
              Rejections.reasonProblem(reason),
              new Event.IncidentReopened(at, by.id(), reason));
      case Command.DraftPostMortem(Instant at, Actor by) when state instanceof State.Ended ->
          CommandRouter.accept(incident, new Event.PostMortemDrafted(at, by.id()));
      case Command.PostAgain(Instant at, Actor by) ->
          incident.details().undelivered().refused().isEmpty()
              ? Rejections.alreadyDone("There is nothing to post again.")
              : CommandRouter.accept(incident, new Event.PostRepeated(at, by.id()));
      case Command.ChangeDeclaration change when !endedOrProposed(state) ->
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

  private static boolean endedOrProposed(State state) {
    return state instanceof State.Ended || state instanceof State.Proposed;
  }

  private static Decision cancel(Incident incident, Command.Cancel command) {
    if (incident.state() instanceof Monitoring) {
      return Rejections.notNow(
              "Nothing is being rolled back. Close it as fixed forward or as a false alarm.")
          .advising(AdvisedAction.CLOSE);
    }
    if (incident.currentSteps().stream().anyMatch(s -> s.status() instanceof StepRun.Running)) {
      return incident
              .rollback()
              .filter(r -> r.pendingControl() == Rollback.PendingControl.STOP)
              .isPresent()
          ? Rejections.notNow("A step is running. The rollback stops after it; then cancel.")
          : Rejections.notNow("A step is running. Stop after this step first, then cancel.")
              .advising(AdvisedAction.STOP_AFTER_STEP);
    }
    if (incident.rollback().filter(Rollback::reconciling).isPresent()) {
      return Rejections.notNow(
          "The provider is being asked what became of this step. Cancel when that is known: until"
              + " then nobody else may change the same.");
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
              "Someone has changed the severity, the impact, the lead, the description or when it"
                  + " began since you looked.")
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
    Optional<Decision.Rejected> problem =
        beganProblem(after).or(() -> Rejections.reasonProblem(command.reason()));
    if (problem.isPresent()) {
      return problem.get();
    }
    DecisionBuilder builder =
        DecisionBuilder.from(incident)
            .then(
                new Event.DeclarationChanged(
                    command.at(), command.by().id(), before, after, command.reason()));
    if (!before.beganAt().equals(after.beganAt())) {
      planAgain(incident, command.at()).ifPresent(builder::then);
    }
    return builder.thenAutomaticTransitions(command.at());
  }

  private static Optional<Decision.Rejected> beganProblem(Declaration declaration) {
    Instant detected = declaration.detectedAt();
    Optional<Instant> began = declaration.beganAt();
    if (began.filter(detected::isBefore).isPresent()) {
      return Optional.of(Rejections.incomplete("It can't have begun after it was detected."));
    }
    return began.filter(detected.minus(Declaration.OLDEST_BEGIN)::isAfter).isPresent()
        ? Optional.of(
            Rejections.incomplete("That is more than 90 days before it was detected. When was it?"))
        : Optional.empty();
  }

  /** What is not approved yet was chosen, or not found, for another time. */
  private static Optional<Event> planAgain(Incident incident, Instant at) {
    return switch (incident.state()) {
      case State.AwaitingApproval state -> voided(state.plan(), at);
      case State.Preparing(State.Planned planned) -> voided(planned.plan(), at);
      case State.Preparing(State.NoPlan _) ->
          Optional.of(new Event.SurveyStarted(at, incident.details().nextJob()));
      case State _ -> Optional.empty();
    };
  }

  /** A plan of steps by hand alone depends on no time. */
  private static Optional<Event> voided(Plan plan, Instant at) {
    return plan.steps().stream().allMatch(PlannedStep::forPerson)
        ? Optional.empty()
        : Optional.of(new Event.PlanVoided(at, plan.hash(), List.of(), Optional.empty()));
  }

  private static Decision close(Incident incident, Command.Close command) {
    boolean watching = incident.state() instanceof Monitoring;
    if (command.closeReason() == CloseReason.NOT_THIS
        || command.closeReason() == CloseReason.RECOVERED) {
      return Rejections.incomplete("Say whether it was fixed forward or a false alarm.");
    }
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
