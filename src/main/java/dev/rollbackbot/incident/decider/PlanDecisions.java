package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.AdvisedAction;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.State.AwaitingApproval;
import dev.rollbackbot.incident.assessment.ChangedSecrets;
import dev.rollbackbot.incident.assessment.PlannedJobs;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.TargetOverride;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.incident.target.ReleaseMatching;
import dev.rollbackbot.incident.target.ReleaseTargets;
import dev.rollbackbot.runbook.DrillScope.SharedUse;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.JobInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The method, the plan and its targets, until approval. */
final class PlanDecisions {
  private PlanDecisions() {}

  static Decision decide(Incident incident, Command.OnPlan command) {
    State state = incident.state();
    boolean open = state instanceof State.Preparing || state instanceof AwaitingApproval;
    return switch (command) {
      case Command.ChangeMethod change when open -> changeMethod(incident, change);
      case Command.SurveyAgain survey when open ->
          CommandRouter.accept(
              incident, new Event.SurveyStarted(survey.at(), incident.details().nextJob()));
      case Command.ChangeTarget change when plan(state).isPresent() ->
          changeTarget(incident, plan(state).get(), change);
      case Command.LeaveOutStep leaveOut
          when state instanceof State.Preparing(State.Planned planned) ->
          leaveOut(incident, planned.plan(), leaveOut);
      case Command.ChooseInputs choose when plan(state).isPresent() ->
          chooseInputs(incident, plan(state).get(), choose);
      case Command.ChangeMethod _,
          Command.SurveyAgain _,
          Command.ChangeTarget _,
          Command.LeaveOutStep _,
          Command.ChooseInputs _ ->
          Rejections.notNow(incident);
    };
  }

  /** The plan as long as its targets can be changed. */
  private static Optional<Plan> plan(State state) {
    return switch (state) {
      case AwaitingApproval awaiting -> Optional.of(awaiting.plan());
      case State.Preparing(State.Planned planned) when !planned.plan().openSteps().isEmpty() ->
          Optional.of(planned.plan());
      case State _ -> Optional.empty();
    };
  }

  private static Decision changeMethod(Incident incident, Command.ChangeMethod command) {
    Optional<Method> method = incident.details().runbook().method(command.method());
    if (method.isEmpty()) {
      return Rejections.unknownId("method", command.method());
    }
    Optional<SharedUse> shared =
        incident.details().drillScope().flatMap(scope -> scope.sharedStep(method.get()));
    if (shared.isPresent()) {
      return Rejections.noDrillSo(shared.get());
    }
    return incident.details().method().id().equals(command.method())
        ? CommandRouter.NOTHING
        : CommandRouter.accept(
            incident, new Event.MethodChanged(command.at(), command.by().id(), command.method()));
  }

  private static Decision changeTarget(Incident incident, Plan plan, Command.ChangeTarget command) {
    if (!plan.hash().equals(command.planHash())) {
      return Rejections.planChanged(plan);
    }
    Optional<PlannedStep> step = step(plan, command.step());
    Optional<PlannedStep.Change> change = step.flatMap(PlannedStep::selectable);
    Optional<Version> target =
        change.stream()
            .flatMap(c -> c.candidates().stream())
            .filter(version -> version.id().equals(command.version()))
            .findFirst();
    if (target.isEmpty()) {
      return Rejections.unknown("That version is not one that this step can return to.");
    }
    return command.wholeRelease()
        ? changeRelease(incident, plan, step.get(), target.get(), command)
        : changeTargets(
            incident, plan, Map.of(step.get().id(), target.get()), Optional.empty(), command);
  }

  private static Decision changeRelease(
      Incident incident,
      Plan plan,
      PlannedStep step,
      Version version,
      Command.ChangeTarget command) {
    Optional<ReleaseTargets> release =
        incident
            .details()
            .runbook()
            .releases()
            .map(rule -> ReleaseTargets.of(new ReleaseMatching(rule), plan, step, version));
    if (release.isEmpty()) {
      return Rejections.unknown("The runbook does not say which versions belong together.");
    }
    return changeTargets(
        incident, plan, release.get().versions(), Optional.of(release.get().unmatched()), command);
  }

  /** One event for all of them, so that no plan with a part of them is ever shown. */
  private static Decision changeTargets(
      Incident incident,
      Plan plan,
      Map<String, Version> targets,
      Optional<List<String>> unmatched,
      Command.ChangeTarget command) {
    Plan next = plan;
    for (Map.Entry<String, Version> target : targets.entrySet()) {
      PlannedStep step = step(plan, target.getKey()).orElseThrow();
      PlannedStep.Change change = step.selectable().orElseThrow();
      Version version = target.getValue();
      Optional<TargetOverride> override =
          change
              .concern(version)
              // What is live and stays so needs no reason.
              .filter(_ -> !change.live().servesOnly(version))
              .map(concern -> new TargetOverride(concern, command.by().id(), command.reason()));
      if (override.isPresent() && Rejections.reasonProblem(command.reason()).isPresent()) {
        return Rejections.incomplete(
            version.label()
                + ": "
                + override.get().concern()
                + ". Say why it is right all the same, in up to 500 characters.");
      }
      Optional<List<String>> secrets =
          ChangedSecrets.of(incident.details(), change.service(), change.live(), version.id());
      next = next.withStep(step.withTarget(version, "Chosen by hand.", override, secrets));
    }
    return CommandRouter.accept(
        incident,
        new Event.TargetChanged(command.at(), command.by().id(), command.step(), next, unmatched));
  }

  private static Decision leaveOut(Incident incident, Plan plan, Command.LeaveOutStep command) {
    if (!plan.hash().equals(command.planHash())) {
      return Rejections.planChanged(plan);
    }
    Optional<PlannedStep> step =
        step(plan, command.step()).filter(s -> s.noTarget().isPresent() && s.open());
    if (step.isEmpty()) {
      return Rejections.unknown("That step has a target, or is left out already.");
    }
    boolean last =
        plan.steps().stream()
            .allMatch(s -> s.id().equals(command.step()) || s.leftOut().isPresent());
    if (last) {
      return Rejections.notNow("Nothing would be left to roll back. Change the method, or cancel.")
          .advising(AdvisedAction.CHANGE_METHOD, AdvisedAction.CANCEL);
    }
    return CommandRouter.accept(
        incident,
        Rejections.reasonProblem(command.reason()),
        new Event.StepLeftOut(command.at(), command.by().id(), command.step(), command.reason()));
  }

  private static Decision chooseInputs(Incident incident, Plan plan, Command.ChooseInputs command) {
    if (!plan.hash().equals(command.planHash())) {
      return Rejections.planChanged(plan);
    }
    Optional<PlannedStep> step = step(plan, command.step());
    Optional<Step.JobStep> run = incident.details().method().job(command.step());
    if (step.isEmpty() || step.get().job().isEmpty() || run.isEmpty()) {
      return Rejections.unknown("That step runs nothing that takes a value.");
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (JobInput input : run.get().inputs()) {
      String value = command.values().getOrDefault(input.id(), "").strip();
      Optional<String> problem = input.problem(value);
      if (problem.isPresent()) {
        return Rejections.incomplete(input.title() + ": " + problem.get());
      }
      values.put(input.id(), value);
    }
    Plan next =
        plan.withStep(
            step.get()
                .withJob(
                    PlannedJobs.with(
                        incident.details(),
                        run.get(),
                        step.get().job().get(),
                        values,
                        command.by().id())));
    if (next.unreadable().isPresent()) {
      return Rejections.incomplete(next.unreadable().get());
    }
    return CommandRouter.accept(
        incident, new Event.InputsChosen(command.at(), command.by().id(), command.step(), next));
  }

  private static Optional<PlannedStep> step(Plan plan, String id) {
    return plan.steps().stream().filter(s -> s.id().equals(id)).findFirst();
  }
}
