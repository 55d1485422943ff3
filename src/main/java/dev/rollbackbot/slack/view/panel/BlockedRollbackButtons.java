package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.ButtonElement;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.ChangedSecrets;
import dev.rollbackbot.incident.assessment.StepChoices;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The buttons of a rollback that is blocked. */
final class BlockedRollbackButtons {
  /** Slack takes a limited number of buttons. */
  private static final int SHOWN = 3;

  private BlockedRollbackButtons() {}

  static void add(IncidentDetails details, State.Blocked state, List<BlockElement> out) {
    Rollback rollback = state.rollback();
    List<StepRun> steps = toDecide(rollback);
    boolean changed = steps.stream().anyMatch(BlockedRollbackButtons::planIsOutdated);
    boolean canPlan = StepChoices.againstNewPlan(rollback).isEmpty();
    if (changed && canPlan) {
      out.add(BlockKit.primary(newPlan(details.id(), steps)));
    }
    // Those that were stopped before they began go on together.
    steps.stream()
        .limit(rollback.undecided().isEmpty() ? 1 : SHOWN)
        .filter(step -> StepChoices.againstRetry(details, step).isEmpty())
        .forEach(step -> out.add(retry(details.id(), step, steps)));
    if (!changed && canPlan) {
      out.add(newPlan(details.id(), steps));
    }
    steps.forEach(step -> settle(details.id(), step, steps, out));
    steps.forEach(step -> endSearch(details.id(), step, steps).ifPresent(out::add));
    if (canPlan) {
      nextMethod(details, out);
      out.add(BlockKit.danger(BlockKit.button(PanelAction.CANCEL, "Stop for good…", details.id())));
    }
  }

  /**
   * The next ones are shown when these are settled. Those that the provider is being asked about
   * come last: people can decide little about them yet.
   */
  private static List<StepRun> toDecide(Rollback rollback) {
    List<StepRun> undecided = rollback.undecided();
    return (undecided.isEmpty() ? rollback.currentGroup() : undecided)
        .stream().sorted(Comparator.comparing(StepRun::reconciling)).limit(SHOWN).toList();
  }

  private static ButtonElement retry(IncidentId id, StepRun step, List<StepRun> steps) {
    boolean attempted = !(step.status() instanceof StepRun.Waiting || step.asksPerson());
    String goOn = steps.size() == 1 ? "Go on with this step" : "Go on with these steps";
    ButtonElement retry =
        confirmedIfItMayRun(
            step.mayStillRun(),
            button(
                PanelAction.RETRY_STEP,
                attempted ? RunningStepsButtons.label("Retry", "", step, steps) : goOn,
                ActionValue.of(id, step.step().id(), Integer.toString(step.attempts())),
                step,
                steps),
            "Start it a second time?");
    return planIsOutdated(step) || step.status() instanceof StepRun.OutcomeUnknown
        ? retry
        : BlockKit.primary(retry);
  }

  private static ButtonElement newPlan(IncidentId id, List<StepRun> steps) {
    boolean secrets = steps.stream().anyMatch(step -> ChangedSecrets.of(step.status()).isPresent());
    return confirmedIfItMayRun(
        steps.stream().anyMatch(StepRun::mayStillRun),
        BlockKit.button(
            PanelAction.NEW_PLAN, secrets ? "New plan: ask about the secrets" : "New plan", id),
        "Plan again?");
  }

  private static void settle(
      IncidentId id, StepRun step, List<StepRun> steps, List<BlockElement> out) {
    ActionValue value = ActionValue.of(id, step.step().id());
    if (StepChoices.againstDone(step).isEmpty()) {
      out.add(
          button(
              PanelAction.STEP_DONE,
              RunningStepsButtons.label("Mark done by hand", "…", step, steps),
              value,
              step,
              steps));
    }
    if (StepChoices.againstSkip(step).isEmpty()) {
      out.add(
          button(
              PanelAction.SKIP_STEP,
              RunningStepsButtons.label("Skip", "…", step, steps),
              value,
              step,
              steps));
    }
  }

  /** Where a provider says for ever that it runs, people could decide nothing otherwise. */
  private static Optional<ButtonElement> endSearch(
      IncidentId id, StepRun step, List<StepRun> steps) {
    return step.step().job().isPresent()
            && step.status() instanceof StepRun.OutcomeUnknown unknown
            && unknown.searchEndedBy().isEmpty()
        ? unknown
            .reconcileJob()
            .map(job ->
                BlockKit.withConfirmation(
                    button(
                        PanelAction.STOP_JOB,
                        RunningStepsButtons.label("Stop asking", "", step, steps),
                        ActionValue.of(id, step.step().id(), job),
                        step,
                        steps),
                    "Stop asking what became of it?",
                    "What was started may still run, and nobody will tell. Then people look, and"
                        + " decide about the step.",
                    "Stop asking"))
        : Optional.empty();
  }

  private static ButtonElement button(
      PanelAction action, String label, ActionValue value, StepRun step, List<StepRun> steps) {
    return steps.size() == 1
        ? BlockKit.button(action, label, value)
        : BlockKit.button(action, step.step().id(), label, value);
  }

  /** Nobody could tell whether the job has ended: a second one could run beside it. */
  private static ButtonElement confirmedIfItMayRun(
      boolean mayRun, ButtonElement button, String question) {
    return mayRun
        ? BlockKit.withConfirmation(
            button,
            question,
            "The job that was started may still run: nobody could tell whether it has ended. If it"
                + " runs, both will run at the same time. Look first.",
            "I have looked")
        : button;
  }

  /** Another version is live than the plan says, or the provider asks about changed secrets. */
  private static boolean planIsOutdated(StepRun step) {
    return ChangedSecrets.of(step.status()).isPresent()
        || (step.status() instanceof StepRun.AttemptFailed failed
            && (failed.kind() == Outcome.FailureKind.CHANGED
                || failed.kind() == Outcome.FailureKind.PARTLY_DONE));
  }

  static void nextMethod(IncidentDetails details, List<BlockElement> out) {
    details
        .nextMethod()
        .ifPresent(method ->
            out.add(
                BlockKit.withConfirmation(
                    BlockKit.button(PanelAction.NEXT_METHOD, "Next method", details.id()),
                    "Start the next method?",
                    Mrkdwn.quote(method.name()) + ". It gets its own plan and its own approval.",
                    "Start it")));
  }
}
