package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.ButtonElement;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.ChangedSecrets;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.List;
import java.util.Optional;

/** The buttons of a rollback that is blocked. */
final class BlockedRollbackButtons {
  private BlockedRollbackButtons() {}

  static void add(IncidentDetails details, State.Blocked state, List<BlockElement> out) {
    Optional<StepRun> current = state.rollback().current();
    current.ifPresent(step -> step(details.id(), step, out));
    if (current.filter(BlockedRollbackButtons::isReconciling).isEmpty()) {
      nextMethod(details, out);
    }
    out.add(BlockKit.danger(BlockKit.button(PanelAction.CANCEL, "Stop for good…", details.id())));
  }

  private static void step(IncidentId id, StepRun step, List<BlockElement> out) {
    String stepId = step.step().id();
    boolean attempted =
        !(step.status() instanceof StepRun.Waiting || step.status() instanceof StepRun.HandedOver);
    ButtonElement retry =
        confirmedIfItMayRun(
            step,
            BlockKit.button(
                PanelAction.RETRY_STEP,
                attempted ? "Retry" : "Go on with this step",
                ActionValue.of(id, stepId, Integer.toString(step.attempts()))),
            "Start it a second time?");
    boolean secrets = ChangedSecrets.of(step.status()).isPresent();
    ButtonElement plan =
        confirmedIfItMayRun(
            step,
            BlockKit.button(
                PanelAction.NEW_PLAN, secrets ? "New plan: ask about the secrets" : "New plan", id),
            "Plan again?");
    if (liveVersionChanged(step) || secrets) {
      out.add(BlockKit.primary(plan));
      out.add(retry);
    } else if (!isReconciling(step)) {
      out.add(step.status() instanceof StepRun.OutcomeUnknown ? retry : BlockKit.primary(retry));
      out.add(plan);
    }
    ActionValue value = ActionValue.of(id, stepId);
    out.add(BlockKit.button(PanelAction.STEP_DONE, "Mark done by hand…", value));
    if (!isReconciling(step)) {
      out.add(BlockKit.button(PanelAction.SKIP_STEP, "Skip…", value));
    }
  }

  /** Nobody could tell whether the job has ended: a second one could run beside it. */
  private static ButtonElement confirmedIfItMayRun(
      StepRun step, ButtonElement button, String question) {
    return step.mayStillRun()
        ? BlockKit.withConfirmation(
            button,
            question,
            "The job that was started may still run: nobody could tell whether it has ended. If it"
                + " runs, both will run at the same time. Look first.",
            "I have looked")
        : button;
  }

  private static boolean liveVersionChanged(StepRun step) {
    return step.status() instanceof StepRun.AttemptFailed failed
        && failed.kind() == Outcome.FailureKind.CHANGED;
  }

  /** Nothing is retried while the provider is asked for the outcome. */
  private static boolean isReconciling(StepRun step) {
    return step.status() instanceof StepRun.OutcomeUnknown unknown
        && unknown.reconcileJob().isPresent();
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
