package dev.rollbackbot.slack.view.action;

import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.ButtonElement;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import dev.rollbackbot.typed.CommandWord;
import dev.rollbackbot.typed.TypedCommand;
import java.util.Optional;

/**
 * A button that does what typing a line would do.
 *
 * @param command such as {@code /rollback}
 * @param line what follows it, as Slack would send it
 */
public record TypedLine(String command, String line) {
  private static final String ACTION = "typed";
  private static final int MAX_VALUE = 2_000;

  /** Empty: the line is too long for one. */
  public static Optional<BlockElement> button(String command, TypedCommand typed) {
    String value = command + " " + typed.line();
    if (value.length() > MAX_VALUE) {
      return Optional.empty();
    }
    String shown = command + " " + typed.shown();
    ButtonElement button = BlockKit.button(ACTION + ":" + typed.shown(), shown, value);
    return Optional.of(
        typed instanceof TypedCommand.WordTyped word && word.word() == CommandWord.CANCEL
            ? BlockKit.withConfirmation(
                BlockKit.danger(button), "Cancel the rollback?", Mrkdwn.quote(shown), "Cancel it")
            : button);
  }

  /** On the panel, with a label of its own. */
  public static BlockElement printing(IncidentId id) {
    return BlockKit.button(
        ACTION + ":" + CommandWord.PRINT.word(),
        "Print",
        "/rollback %s %d".formatted(CommandWord.PRINT.word(), id.number()));
  }

  /** Empty: the button is another one. */
  public static Optional<TypedLine> of(String actionId, String value) {
    String[] parts = value.split(" ", 2);
    return actionId.startsWith(ACTION + ":") && parts.length == 2
        ? Optional.of(new TypedLine(parts[0], parts[1]))
        : Optional.empty();
  }
}
