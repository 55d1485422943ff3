package dev.rollbackbot.slack.inbound;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.element.BlockElement;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.action.TypedLine;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.typed.TypedCommand;
import java.util.ArrayList;
import java.util.List;

/**
 * The reply to a slash command.
 *
 * @param blocks empty: the text in sections, in which Slack looks for no links
 */
record SlashReply(String text, List<LayoutBlock> blocks) {
  private static final String BLOCK = "which";

  /** A phone shows so many without scrolling. */
  private static final int MAX_BUTTONS = 5;

  SlashReply {
    blocks = blocks.isEmpty() ? BlockKit.sections(text) : List.copyOf(blocks);
  }

  static SlashReply of(String text) {
    return new SlashReply(text, List.of());
  }

  /** With a button for each of these lines that does what typing it would do. */
  SlashReply offering(String command, List<TypedCommand> lines) {
    List<BlockElement> buttons =
        lines.stream()
            .limit(MAX_BUTTONS)
            .flatMap(line -> TypedLine.button(command, line).stream())
            .toList();
    return buttons.isEmpty()
        ? this
        : new SlashReply(text, List.of(BlockKit.section(text), BlockKit.actions("lines", buttons)));
  }

  /** With a button for each incident that opens its cancel form, filled in with that reason. */
  static SlashReply askWhichToCancel(String text, List<IncidentId> incidents, String reason) {
    List<BlockElement> buttons = new ArrayList<>();
    incidents.stream()
        .limit(MAX_BUTTONS)
        .forEach(id ->
            buttons.add(
                BlockKit.button(
                    PanelAction.CANCEL,
                    id.label(),
                    "Cancel " + id.label() + "…",
                    ActionValue.ofText(id, reason))));
    return new SlashReply(text, List.of(BlockKit.section(text), BlockKit.actions(BLOCK, buttons)));
  }
}
