package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State.AwaitingApproval;
import dev.rollbackbot.incident.State.Preparing;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The method, the plan and its targets: until it is approved. */
final class PlanDecisions {
  private PlanDecisions() {}

  static Decision decide(Incident incident, Command.OnPlan command) {
    return switch (command) {
      case Command.ChangeMethod changeMethod -> changeMethod(incident, changeMethod);
      case Command.SurveyAgain surveyAgain ->
          incident.state() instanceof Preparing || incident.state() instanceof AwaitingApproval
              ? CommandRouter.accept(
                  incident, new Event.SurveyStarted(surveyAgain.at(), incident.details().nextJob()))
              : Rejections.notNow(incident);
      case Command.ChangeTarget changeTarget ->
          incident.state() instanceof AwaitingApproval awaitingApproval
              ? changeTarget(incident, awaitingApproval, changeTarget)
              : Rejections.notNow(incident);
    };
  }

  private static Decision changeMethod(Incident incident, Command.ChangeMethod command) {
    if (!(incident.state() instanceof Preparing || incident.state() instanceof AwaitingApproval)) {
      return Rejections.notNow(incident);
    }
    if (incident.details().runbook().method(command.method()).isEmpty()) {
      return Rejections.unknownId("method", command.method());
    }
    return incident.details().rollbackRequest().method().equals(command.method())
        ? CommandRouter.NOTHING
        : CommandRouter.accept(
            incident, new Event.MethodChanged(command.at(), command.by().id(), command.method()));
  }

  private static Decision changeTarget(
      Incident incident, AwaitingApproval state, Command.ChangeTarget command) {
    if (!state.plan().hash().equals(command.planHash())) {
      return ApprovalDecisions.planChanged(state);
    }
    Optional<PlannedStep> step =
        state.plan().steps().stream().filter(p -> p.id().equals(command.step())).findFirst();
    Optional<Version> target =
        step.flatMap(PlannedStep::change)
            .flatMap(ch ->
                ch.candidates().stream().filter(v -> v.id().equals(command.version())).findFirst());
    if (target.isEmpty()) {
      return Rejections.unknown("That version is not one that this step can return to.");
    }
    Plan next = retarget(state.plan(), command.step(), target.get());
    return CommandRouter.accept(
        incident, new Event.TargetChanged(command.at(), command.by().id(), command.step(), next));
  }

  private static Plan retarget(Plan plan, String step, Version target) {
    List<PlannedStep> steps = new ArrayList<>();
    for (PlannedStep plannedStep : plan.steps()) {
      steps.add(
          plannedStep.id().equals(step)
              ? new PlannedStep(
                  plannedStep.id(),
                  plannedStep.title(),
                  plannedStep.change().map(c -> c.withTarget(target, "Chosen by hand.")))
              : plannedStep);
    }
    return new Plan(plan.method(), steps);
  }
}
