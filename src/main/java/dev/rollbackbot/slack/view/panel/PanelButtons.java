package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.ButtonElement;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The panel's buttons: only what fits the state, the safe one first, the dangerous one last. */
final class PanelButtons {
  private PanelButtons() {}

  static List<LayoutBlock> of(Incident incident) {
    List<BlockElement> buttons = new ArrayList<>();
    IncidentDetails details = incident.details();
    IncidentId id = details.id();
    switch (incident.state()) {
      case State.Monitoring _ -> {
        buttons.add(BlockKit.button(PanelAction.CLOSE, "Close…", ActionValue.of(id)));
        buttons.add(
            BlockKit.withConfirmation(
                BlockKit.danger(
                    BlockKit.button(
                        PanelAction.ROLL_BACK, "Roll back after all", ActionValue.of(id))),
                "Roll back after all?",
                "The bot gets the rollback ready. Nothing is changed before someone approves.",
                "Get it ready"));
      }
      case State.Preparing preparing -> preparing(details, preparing, buttons);
      case State.AwaitingApproval awaitingApproval -> approval(details, awaitingApproval, buttons);
      case State.RollingBack rollingBack -> rollingBack(id, rollingBack, buttons);
      case State.Paused _ -> {
        buttons.add(
            BlockKit.primary(BlockKit.button(PanelAction.RESUME, "Resume", ActionValue.of(id))));
        buttons.add(BlockKit.button(PanelAction.STOP_AFTER, "Stop here", ActionValue.of(id)));
      }
      case State.Blocked blocked -> BlockedButtons.add(details, blocked, buttons);
      case State.Propagating _ ->
          buttons.add(BlockKit.button(PanelAction.END_WAIT, "End the wait…", ActionValue.of(id)));
      case State.Verifying _ -> verifying(details, buttons);
      case State.AwaitingSignOff awaitingSignOff -> signing(id, awaitingSignOff, buttons);
      case State.Resolved _ -> {
        buttons.add(
            BlockKit.button(PanelAction.POST_MORTEM, "Write the post-mortem", ActionValue.of(id)));
        buttons.add(BlockKit.button(PanelAction.CLOSE, "Close…", ActionValue.of(id)));
        buttons.add(
            BlockKit.danger(
                BlockKit.button(PanelAction.REOPEN, "It came back…", ActionValue.of(id))));
      }
      case State.Closed _, State.Cancelled _ -> {}
    }
    buttons.add(BlockKit.button(PanelAction.LOG, "Log", ActionValue.of(id)));
    if (!(incident.state() instanceof State.Ended)) {
      buttons.add(BlockKit.button(PanelAction.GUIDE, "Guide", ActionValue.of(id)));
    }
    buttons.sort(Comparator.comparing(PanelButtons::isDangerous));
    return List.of(BlockKit.actions("panel", buttons));
  }

  /** Those go last, so that no thumb meets them on its way to the log. */
  private static boolean isDangerous(BlockElement button) {
    return button instanceof ButtonElement buttonElement
        && "danger".equals(buttonElement.getStyle());
  }

  private static void preparing(
      IncidentDetails details, State.Preparing state, List<BlockElement> out) {
    IncidentId id = details.id();
    if (state.planning() instanceof State.NoPlan) {
      out.add(
          BlockKit.primary(
              BlockKit.button(PanelAction.SURVEY, "Read the provider again", ActionValue.of(id))));
    }
    items(details, out);
    out.add(BlockKit.button(PanelAction.CHANGE_METHOD, "Change method…", ActionValue.of(id)));
    out.add(cancel(id));
  }

  private static void items(IncidentDetails details, List<BlockElement> out) {
    boolean open =
        details.checklist().entries().stream()
            .anyMatch(entry ->
                !(entry.status() instanceof ItemStatus.Done
                    || entry.status() instanceof ItemStatus.Skipped));
    if (open) {
      out.add(
          BlockKit.button(
              PanelAction.SETTLE_ITEM, "Add a note, skip…", ActionValue.of(details.id())));
    }
    details.checklist().entries().stream()
        .filter(entry -> entry.status() instanceof ItemStatus.TaskFailed)
        .limit(2)
        .forEach(entry ->
            out.add(
                BlockKit.button(
                    PanelAction.RETRY_ITEM,
                    entry.item().id(),
                    "Again: " + entry.item().title(),
                    ActionValue.of(details.id(), entry.item().id()))));
  }

  private static void approval(
      IncidentDetails f, State.AwaitingApproval state, List<BlockElement> out) {
    IncidentId id = f.id();
    ActionValue plan = ActionValue.of(id, state.plan().hash());
    out.add(
        BlockKit.withConfirmation(
            BlockKit.primary(
                BlockKit.button(
                    PanelAction.APPROVE, "Approve plan " + state.plan().shortHash(), plan)),
            "Approve plan " + state.plan().shortHash() + "?",
            approvalSummary(state),
            "Approve, roll back"));
    items(f, out);
    out.add(BlockKit.button(PanelAction.CHANGE_METHOD, "Change method…", ActionValue.of(id)));
    if (f.declaration().severity() == Severity.CRITICAL) {
      out.add(BlockKit.danger(BlockKit.button(PanelAction.BREAK_GLASS, "Break glass…", plan)));
    }
    out.add(cancel(id));
  }

  /** Exactly what an approval sets going. */
  private static String approvalSummary(State.AwaitingApproval state) {
    return "This begins at once:\n"
        + state.plan().steps().stream()
            .map(PanelButtons::approvalSummary)
            .collect(Collectors.joining("\n"));
  }

  static String approvalSummary(PlannedStep step) {
    return step.change()
        .map(change ->
            Mrkdwn.quote(
                change.service().resource()
                    + ": "
                    + change.live().label()
                    + " → "
                    + change.target().label()))
        .orElseGet(() -> Mrkdwn.quote(step.title()) + ": by hand");
  }

  private static void rollingBack(IncidentId id, State.RollingBack state, List<BlockElement> out) {
    boolean byHand =
        state.rollback().current().map(x -> x.status() instanceof StepRun.HandedOver).orElse(false);
    if (byHand) {
      String step = state.rollback().current().orElseThrow().step().id();
      out.add(
          BlockKit.primary(
              BlockKit.button(PanelAction.STEP_DONE, "Done…", ActionValue.of(id, step))));
      out.add(BlockKit.button(PanelAction.SKIP_STEP, "Skip…", ActionValue.of(id, step)));
    }
    switch (state.rollback().pendingControl()) {
      case CONTINUE -> {
        out.add(BlockKit.button(PanelAction.PAUSE, "Pause", ActionValue.of(id)));
        String stop = byHand ? "Stop here" : "Stop after this step";
        out.add(BlockKit.button(PanelAction.STOP_AFTER, stop, ActionValue.of(id)));
      }
      case PAUSE, STOP ->
          out.add(
              BlockKit.button(
                  PanelAction.RESUME,
                  state.rollback().pendingControl() == Rollback.PendingControl.PAUSE
                      ? "Don't pause"
                      : "Don't stop",
                  ActionValue.of(id)));
    }
  }

  private static void verifying(IncidentDetails details, List<BlockElement> out) {
    IncidentId id = details.id();
    out.add(BlockKit.button(PanelAction.RUN_AGAIN, "Run again", ActionValue.of(id)));
    out.add(BlockKit.button(PanelAction.SETTLE_CHECK, "Add a note, waive…", ActionValue.of(id)));
    items(details, out);
    out.add(
        BlockKit.withConfirmation(
            BlockKit.button(PanelAction.NEW_PLAN, "New plan", ActionValue.of(id)),
            "Make a new plan?",
            "The same method with a new plan. It needs its own approval.",
            "Make a plan"));
    BlockedButtons.nextMethod(details, out);
    out.add(cancel(id));
  }

  private static void signing(IncidentId id, State.AwaitingSignOff state, List<BlockElement> out) {
    ButtonElement first =
        BlockKit.button(
            PanelAction.SIGN_ROLLED_BACK,
            state.rolledBackSignature().isPresent()
                ? "Sign “rolled back by” instead"
                : "Sign “rolled back by”",
            ActionValue.of(id));
    ButtonElement second =
        BlockKit.button(PanelAction.SIGN_VERIFIED, "Sign “verified by”…", ActionValue.of(id));
    if (state.rolledBackSignature().isEmpty()) {
      out.add(BlockKit.primary(first));
    } else {
      out.add(BlockKit.primary(second));
      out.add(first);
    }
  }

  static ButtonElement cancel(IncidentId id) {
    return BlockKit.danger(BlockKit.button(PanelAction.CANCEL, "Cancel…", ActionValue.of(id)));
  }

  static boolean failedBecauseLiveChanged(StepRun step) {
    return step.status() instanceof StepRun.AttemptFailed failed
        && failed.kind() == Outcome.FailureKind.CHANGED;
  }
}
