package dev.rollbackbot.paper;

import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.text.StepText;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Instructions;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The steps of a method on the printed page. Of an incident's rollback each step says how far it
 * is, so that nobody does by hand what was done, or what may be under way.
 */
record PaperSteps(Runbook runbook, Environment environment, HtmlText page) {
  /** What stands in the runbook's commands for the version to return to. */
  private static final String VERSION = "<VERSION_ID>";

  /**
   * Adds a method.
   *
   * @param plan the incident's, if it goes by that method
   * @param rollback the one that carries the plan out; empty: it has not begun
   */
  void add(String before, Method method, Optional<Plan> plan, Optional<Rollback> rollback) {
    page.element("h2", before + method.name());
    if (!method.when().isBlank()) {
      page.element("p.how", method.when());
    }
    plan.ifPresent(p ->
        page.element(
            "p.facts",
            "Plan %s%s"
                .formatted(
                    p.shortHash(),
                    rollback.isPresent() ? "" : ". NOT APPROVED when this was printed")));
    if (runbook.environments().size() > 1) {
      page.element(
          "p.how",
          "The commands below are the same on every checklist of this runbook. Before you run one, see that it is meant for %s."
              .formatted(environment.id()));
    }
    int number = 0;
    for (Step step : method.steps()) {
      Optional<PlannedStep> planned =
          plan.stream()
              .flatMap(p -> p.steps().stream())
              .filter(p -> p.id().equals(step.id()))
              .findFirst();
      Optional<StepRun> run = rollback.flatMap(r -> r.step(step.id()));
      String title = "%d. %s".formatted(++number, step.title());
      page.box(run.map(PaperSteps::done).orElse(false), title, note(planned, run));
      if (isToDo(planned, run)) {
        howToDo(step, planned);
      }
    }
    List<StepRun> restores =
        rollback.stream()
            .flatMap(r -> r.steps().stream())
            .filter(run -> run.step().restore().isPresent())
            .toList();
    for (StepRun run : restores) {
      restore(++number, run);
    }
  }

  /** People asked for it since: no method has it. */
  private void restore(int number, StepRun run) {
    String title = "%d. %s".formatted(number, run.step().title());
    page.box(done(run), title, note(Optional.of(run.step()), Optional.of(run)));
    if (!run.settled()) {
      page.element("p.how", "Only after a consent of its own: every write since is lost with it.");
      run.step().restore().ifPresent(point -> page.element("pre", point.command()));
    }
  }

  private static boolean done(StepRun run) {
    return switch (run.status()) {
      case StepRun.TargetLive _, StepRun.JobDone _, StepRun.DoneByHand _ -> !run.isRestored();
      case StepRun.Waiting _,
          StepRun.Running _,
          StepRun.WaitingForLock _,
          StepRun.ReadingDatabase _,
          StepRun.AwaitingConsent _,
          StepRun.HandedOver _,
          StepRun.SkippedByPerson _,
          StepRun.LeftOut _,
          StepRun.AttemptFailed _,
          StepRun.OutcomeUnknown _ ->
          false;
    };
  }

  /** What is settled needs no commands; whoever wants them has them in the runbook. */
  private static boolean isToDo(Optional<PlannedStep> planned, Optional<StepRun> run) {
    return run.isPresent() ? !run.get().settled() : planned.flatMap(PlannedStep::leftOut).isEmpty();
  }

  private static String note(Optional<PlannedStep> planned, Optional<StepRun> run) {
    if (run.isEmpty()) {
      return planned
          .flatMap(PlannedStep::leftOut)
          .map(leftOut -> "left out: " + leftOut.reason())
          .orElse("");
    }
    return switch (run.get().status()) {
      case StepRun.Waiting _ when run.get().attempts() == 0 -> "";
      case StepRun.Running _ -> "RUNNING when this was printed. Look first what became of it";
      case StepRun.OutcomeUnknown _ ->
          "OUTCOME UNKNOWN when this was printed. Look first what is live";
      case StepRun.Waiting _,
          StepRun.WaitingForLock _,
          StepRun.ReadingDatabase _,
          StepRun.AwaitingConsent _,
          StepRun.HandedOver _,
          StepRun.TargetLive _,
          StepRun.JobDone _,
          StepRun.DoneByHand _,
          StepRun.SkippedByPerson _,
          StepRun.LeftOut _,
          StepRun.AttemptFailed _ ->
          StepText.resultText(run.get()).plainText();
    };
  }

  private void howToDo(Step step, Optional<PlannedStep> planned) {
    switch (step) {
      case Step.RollBackService rollBack -> {
        Optional<PlannedStep.Change> change = planned.flatMap(PlannedStep::change);
        target(rollBack.service(), change);
        page.element("p.how", "Expected: " + rollBack.expected());
        byHand(rollBack.byHand(), change);
      }
      case Step.JobStep run -> {
        run.changes().ifPresent(service -> target(service, Optional.empty()));
        page.element("p.how", "Expected: " + run.expected());
        planned.flatMap(PlannedStep::job).ifPresent(job -> page.element("pre", job.call()));
        byHand(run.byHand(), Optional.empty());
      }
      case Step.Manual manual -> page.instructions(manual.instruction());
    }
  }

  private void target(String service, Optional<PlannedStep.Change> change) {
    String resource = runbook.serviceIn(environment, service).text();
    if (change.isEmpty()) {
      page.line(resource + " back to version id");
      return;
    }
    String target = change.get().target().label();
    String live =
        change.get().live().shares().stream()
            .map(share -> share.version().label())
            .collect(Collectors.joining(", "));
    if (live.equals(target)) {
      page.element("p", "%s: %s was live already when the plan was made".formatted(resource, live));
      return;
    }
    page.element("p", "%s: from %s back to %s, version id".formatted(resource, live, target))
        .element("pre", change.get().target().id());
  }

  private void byHand(List<Instructions> ways, Optional<PlannedStep.Change> change) {
    for (Instructions way : ways) {
      page.element("h4", "By hand: " + way.title());
      page.instructions(
          change.map(c -> way.text().replace(VERSION, c.target().id())).orElse(way.text()));
    }
  }
}
