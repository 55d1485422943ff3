package dev.rollbackbot.promises;

import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.rollback.TargetChoice;
import dev.rollbackbot.incident.rollback.TargetOverride;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Plans with renamed users, wherever a plan says who changed it. */
public final class RenamedPlans {
  private RenamedPlans() {}

  public static Plan of(Plan plan, UnaryOperator<String> person) {
    return plan.changedBy().isEmpty()
        ? plan
        : new Plan(
            plan.method(),
            plan.steps().stream().map(s -> step(s, person)).toList(),
            plan.together());
  }

  public static PlannedStep step(PlannedStep step, UnaryOperator<String> person) {
    return new PlannedStep(
        step.id(),
        step.title(),
        step.change().map(c -> change(c, person)),
        step.noTarget()
            .map(n ->
                new PlannedStep.NoTarget(
                    n.why(),
                    n.choices(),
                    n.leftOut()
                        .map(l -> new StepRun.LeftOut(l.at(), person.apply(l.by()), l.reason())))),
        step.job().map(j -> job(j, person)));
  }

  private static PlannedStep.Change change(
      PlannedStep.Change change, UnaryOperator<String> person) {
    if (change.override().isEmpty()) {
      return change;
    }
    TargetChoice choice = change.choice().orElseThrow();
    TargetOverride was = change.override().get();
    return new PlannedStep.Change(
        change.service(),
        change.live(),
        change.target(),
        change.why(),
        change.candidates(),
        change.cannotUndo(),
        change.tookBefore(),
        Optional.of(
            new TargetChoice(
                choice.passedOver(),
                choice.concerns(),
                choice.earlier(),
                Optional.of(
                    new TargetOverride(was.concern(), person.apply(was.by()), was.reason())),
                choice.commits())),
        change.changedSecrets(),
        change.running());
  }

  private static PlannedJob job(PlannedJob job, UnaryOperator<String> person) {
    return new PlannedJob(
        job.call(),
        job.service(),
        job.lock(),
        job.values(),
        job.missing(),
        job.chosenBy().map(person),
        job.wayBack(),
        job.cannotUndo(),
        job.live(),
        job.patch(),
        job.planned(),
        job.offered(),
        job.locks(),
        job.tip(),
        job.restore());
  }
}
