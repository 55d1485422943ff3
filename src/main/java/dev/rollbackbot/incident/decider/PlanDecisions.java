package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.State.AwaitingApproval;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The method, the plan and its targets, until approval. */
final class PlanDecisions {
  private PlanDecisions() {}

  static Decision decide(Incident incident, Command.OnPlan command) {
    boolean open =
        incident.state() instanceof State.Preparing || incident.state() instanceof AwaitingApproval;
    return switch (command) {
      case Command.ChangeMethod change when open -> changeMethod(incident, change);
      case Command.SurveyAgain survey when open ->
          CommandRouter.accept(
              incident, new Event.SurveyStarted(survey.at(), incident.details().nextJob()));
      case Command.ChangeTarget change when incident.state() instanceof AwaitingApproval state ->
          changeTarget(incident, state, change);
      case Command.ChangeMethod _, Command.SurveyAgain _, Command.ChangeTarget _ ->
          Rejections.notNow(incident);
    };
  }

  private static Decision changeMethod(Incident incident, Command.ChangeMethod command) {
    if (incident.details().runbook().method(command.method()).isEmpty()) {
      return Rejections.unknownId("method", command.method());
    }
    return incident.details().method().id().equals(command.method())
        ? CommandRouter.NOTHING
        : CommandRouter.accept(
            incident, new Event.MethodChanged(command.at(), command.by().id(), command.method()));
  }

  private static Decision changeTarget(
      Incident incident, AwaitingApproval state, Command.ChangeTarget command) {
    Plan plan = state.plan();
    if (!plan.hash().equals(command.planHash())) {
      return ApprovalDecisions.planChanged(state);
    }
    Optional<Version> target =
        plan.steps().stream()
            .filter(step -> step.id().equals(command.step()))
            .flatMap(step -> step.change().stream())
            .flatMap(change -> change.candidates().stream())
            .filter(version -> version.id().equals(command.version()))
            .findFirst();
    if (target.isEmpty()) {
      return Rejections.unknown("That version is not one that this step can return to.");
    }
    Plan next = retarget(plan, command.step(), target.get());
    return CommandRouter.accept(
        incident, new Event.TargetChanged(command.at(), command.by().id(), command.step(), next));
  }

  private static Plan retarget(Plan plan, String step, Version target) {
    List<PlannedStep> steps = new ArrayList<>(plan.steps());
    steps.replaceAll(s -> s.id().equals(step) ? s.withTarget(target, "Chosen by hand.") : s);
    return new Plan(plan.method(), steps);
  }
}
