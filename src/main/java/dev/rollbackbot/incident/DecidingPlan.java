package dev.rollbackbot.incident;

import dev.rollbackbot.incident.State.AwaitingApproval;
import dev.rollbackbot.incident.State.Preparing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The method, the plan and its targets: until it is approved. */
final class DecidingPlan {
  private DecidingPlan() {}

  static Decision decide(Incident incident, Command.OnPlan command) {
    return switch (command) {
      case Command.ChangeMethod c -> changeMethod(incident, c);
      case Command.SurveyAgain c ->
          incident.state() instanceof Preparing || incident.state() instanceof AwaitingApproval
              ? Deciding.then(incident, new Event.SurveyStarted(c.at(), incident.facts().nextJob()))
              : Refusals.notNow(incident);
      case Command.ChangeTarget c ->
          incident.state() instanceof AwaitingApproval w
              ? changeTarget(incident, w, c)
              : Refusals.notNow(incident);
    };
  }

  private static Decision changeMethod(Incident incident, Command.ChangeMethod c) {
    if (!(incident.state() instanceof Preparing || incident.state() instanceof AwaitingApproval)) {
      return Refusals.notNow(incident);
    }
    if (incident.facts().runbook().method(c.method()).isEmpty()) {
      return Refusals.noSuch("method", c.method());
    }
    return incident.facts().request().method().equals(c.method())
        ? Deciding.NOTHING
        : Deciding.then(incident, new Event.MethodChanged(c.at(), c.by().id(), c.method()));
  }

  private static Decision changeTarget(
      Incident incident, AwaitingApproval s, Command.ChangeTarget c) {
    if (!s.plan().hash().equals(c.planHash())) {
      return DecidingApproval.planMoved(s);
    }
    Optional<PlannedStep> step =
        s.plan().steps().stream().filter(p -> p.id().equals(c.step())).findFirst();
    Optional<Version> target =
        step.flatMap(PlannedStep::change)
            .flatMap(
                ch -> ch.candidates().stream().filter(v -> v.id().equals(c.version())).findFirst());
    if (target.isEmpty()) {
      return Refusals.unknown("That version is not one that this step can return to.");
    }
    Plan next = retarget(s.plan(), c.step(), target.get());
    return Deciding.then(incident, new Event.TargetChanged(c.at(), c.by().id(), c.step(), next));
  }

  private static Plan retarget(Plan plan, String step, Version target) {
    List<PlannedStep> steps = new ArrayList<>();
    for (PlannedStep p : plan.steps()) {
      steps.add(
          p.id().equals(step)
              ? new PlannedStep(
                  p.id(), p.title(), p.change().map(c -> c.to(target, "Chosen by hand.")))
              : p);
    }
    return new Plan(plan.method(), steps);
  }
}
