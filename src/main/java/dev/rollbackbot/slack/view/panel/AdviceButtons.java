package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.element.BlockElement;
import dev.rollbackbot.incident.AdvisedAction;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.SignOffContent;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import java.util.List;
import java.util.Optional;

/** The buttons of what a refusal advises. */
public final class AdviceButtons {
  private AdviceButtons() {}

  /** The refusal with its buttons; empty: there is none, and the text is enough. */
  public static List<LayoutBlock> blocks(
      Incident incident, String text, List<AdvisedAction> advice) {
    List<BlockElement> buttons =
        advice.stream().flatMap(action -> button(incident, action).stream()).toList();
    return buttons.isEmpty()
        ? List.of()
        : BlockKit.seenAt(
            incident.details().stage(),
            List.of(BlockKit.section(text), BlockKit.actions("advice", buttons)));
  }

  private static Optional<BlockElement> button(Incident incident, AdvisedAction action) {
    IncidentId id = incident.id();
    return switch (action) {
      case APPROVE ->
          incident.state() instanceof State.AwaitingApproval state
              ? Optional.of(PanelButtons.approve(id, state))
              : Optional.empty();
      case CANCEL -> Optional.of(PanelButtons.cancel(id));
      case CHANGE_DECLARATION ->
          Optional.of(BlockKit.button(PanelAction.CHANGE_DECLARATION, "Severity…", id));
      case CHANGE_METHOD -> Optional.of(BlockKit.button(PanelAction.CHANGE_METHOD, "Method…", id));
      case CLOSE -> Optional.of(BlockKit.button(PanelAction.CLOSE, "Close…", id));
      case SETTLE_ITEM ->
          Optional.of(
              BlockKit.button(
                  PanelAction.SETTLE_ITEM,
                  "Do or skip it…",
                  ActionValue.of(id, openItem(incident.details()))));
      case STOP_AFTER_STEP ->
          Optional.of(BlockKit.button(PanelAction.STOP_AFTER, "Stop after this step", id));
      case WAIVE_CHECK ->
          Optional.of(
              BlockKit.button(
                  PanelAction.SETTLE_CHECK,
                  "Waive it…",
                  ActionValue.of(
                      id, unreadProbe(incident.state()), SignOffContent.live(incident.details()))));
    };
  }

  private static String openItem(IncidentDetails details) {
    return details.checklist().entries().stream()
        .filter(e -> !e.status().doneOrSkipped())
        .map(e -> e.item().id())
        .findFirst()
        .orElse("");
  }

  private static String unreadProbe(State state) {
    return state instanceof State.Measuring measuring
        ? measuring.results().probes().stream()
            .filter(p ->
                p.waiver().isEmpty()
                    && p.lastResult()
                        .filter(r -> r.verdict() == ProbeResult.Verdict.PASSED)
                        .isEmpty())
            .map(p -> p.probe().id())
            .findFirst()
            .orElse("")
        : "";
  }
}
