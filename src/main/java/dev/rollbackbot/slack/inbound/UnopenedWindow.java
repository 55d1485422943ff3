package dev.rollbackbot.slack.inbound;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.element.BlockElement;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.client.SlackResult.ApiError;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.client.SlackResult.SlackError;
import dev.rollbackbot.slack.client.SlackResult.Unavailable;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.List;
import java.util.Optional;

/** What a person reads whose window Slack did not open, with a button that opens it. */
final class UnopenedWindow {
  private static final String BLOCK = "window";

  /** Slack opens one window for a click: another delivery of this one has opened it. */
  private static final String OPEN_ALREADY = "exchanged_trigger_id";

  private static final String TOO_LATE = "expired_trigger_id";

  private UnopenedWindow() {}

  /** Empty: the window is open. */
  static Optional<OutgoingMessage> reply(
      SlackResult<String> opened, Optional<? extends BlockElement> button) {
    return text(opened)
        .map(text -> new OutgoingMessage(text, button.map(b -> blocks(text, b)).orElse(List.of())));
  }

  private static Optional<String> text(SlackResult<String> opened) {
    return switch (opened) {
      case SlackResult.Ok<String> _ -> Optional.empty();
      case CallFailed<String>(ApiError error) when error.code().equals(OPEN_ALREADY) ->
          Optional.empty();
      case CallFailed<String>(ApiError error) when error.code().equals(TOO_LATE) ->
          Optional.of(
              "The window did not open: Slack allows it for 3 seconds after a click, and they had"
                  + " passed. Nothing was changed. Try again.");
      case CallFailed<String>(Unavailable(String why)) ->
          Optional.of(
              "It isn't known whether the window opened ("
                  + Mrkdwn.escape(why)
                  + "). Nothing was changed. If it didn't, try again.");
      case CallFailed<String>(SlackError error) ->
          Optional.of(
              "Slack did not open the window ("
                  + Mrkdwn.escape(error.why())
                  + "). Nothing was changed. Try again.");
    };
  }

  private static List<LayoutBlock> blocks(String text, BlockElement button) {
    return List.of(BlockKit.section(text), BlockKit.actions(BLOCK, List.of(button)));
  }
}
