package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.ButtonElement;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.List;
import java.util.Optional;

/** What people can do when a rollback stands still. */
final class BlockedButtons {
  private BlockedButtons() {}

  static void add(IncidentDetails details, State.Blocked state, List<BlockElement> out) {
    IncidentId id = details.id();
    Optional<StepRun> current = state.rollback().current();
    current.ifPresent(step -> step(id, step, out));
    if (!current.map(BlockedButtons::isReconciling).orElse(false)) {
      nextMethod(details, out);
    }
    out.add(
        BlockKit.danger(BlockKit.button(PanelAction.CANCEL, "Stop for good…", ActionValue.of(id))));
  }

  private static void step(IncidentId id, StepRun step, List<BlockElement> out) {
    String name = step.step().id();
    ButtonElement retry =
        BlockKit.button(
            PanelAction.RETRY_STEP,
            wasAttempted(step) ? "Retry" : "Go on with this step",
            ActionValue.of(id, name, Integer.toString(step.attempts())));
    ButtonElement plan = BlockKit.button(PanelAction.NEW_PLAN, "New plan", ActionValue.of(id));
    if (PanelButtons.failedBecauseLiveChanged(step)) {
      out.add(BlockKit.primary(plan));
      out.add(retry);
    } else {
      if (!isReconciling(step)) {
        out.add(step.status() instanceof StepRun.OutcomeUnknown ? retry : BlockKit.primary(retry));
        out.add(plan);
      }
    }
    out.add(BlockKit.button(PanelAction.STEP_DONE, "Mark done by hand…", ActionValue.of(id, name)));
    out.add(BlockKit.button(PanelAction.SKIP_STEP, "Skip…", ActionValue.of(id, name)));
  }

  private static boolean wasAttempted(StepRun step) {
    return !(step.status() instanceof StepRun.Waiting
        || step.status() instanceof StepRun.HandedOver);
  }

  /** Nothing is tried again while the provider is being asked what became of it. */
  private static boolean isReconciling(StepRun step) {
    return step.status() instanceof StepRun.OutcomeUnknown unknown
        && unknown.reconcileJob().isPresent();
  }

  static void nextMethod(IncidentDetails details, List<BlockElement> out) {
    details
        .runbook()
        .methodAfter(details.rollbackRequest().method())
        .ifPresent(method ->
            out.add(
                BlockKit.withConfirmation(
                    BlockKit.button(
                        PanelAction.NEXT_METHOD, "Next method", ActionValue.of(details.id())),
                    "Start the next method?",
                    Mrkdwn.quote(method.name()) + ". It gets its own plan and its own approval.",
                    "Start it")));
  }
}
