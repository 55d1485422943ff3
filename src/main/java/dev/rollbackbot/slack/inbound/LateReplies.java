package dev.rollbackbot.slack.inbound;

import com.slack.api.model.view.View;
import com.slack.api.model.view.ViewState;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What people are told about what could not be decided at once. */
final class LateReplies {
  private LateReplies() {}

  /** {@code where} the answer comes, as a sentence. */
  static String received(NotDecidedYet.WaitsFor waitsFor, String where) {
    return switch (waitsFor) {
          case ROLES -> "Received, not decided yet: Slack is slow to say whether you may do this.";
          case DATABASE -> "Received, not decided yet: the database is slow.";
          case EARLIER -> "Received, not decided yet: what you did before comes first.";
        }
        + " "
        + where;
  }

  static String answerHere() {
    return "The answer comes here.";
  }

  /** For a modal; the channel is where the person gets the answer too. */
  static String answerTo(Optional<String> channel) {
    return channel
        .map(id -> "You can close this: the answer also comes in <#" + id + ">, to you alone.")
        .orElse("Leave this open: the answer comes here.");
  }

  static String done() {
    return "That is done now. The panel shows how it stands.";
  }

  /** {@code inDoubt}: something of it may have been stored. */
  static String expired(boolean inDoubt) {
    return inDoubt
        ? "What you did a while ago was not confirmed in time, so whether it was done can't be said"
            + " here. Look at the panel: if it isn't there and is still wanted, do it again."
        : "Not done: what you did a while ago could not be decided within 10 minutes. Nothing was"
            + " changed by it. If it is still wanted, do it again.";
  }

  /** The texts of a form that is gone; empty: there are none. */
  static String typed(View view) {
    ViewState state = view.getState();
    if (state == null || state.getValues() == null) {
      return "";
    }
    String texts =
        state.getValues().values().stream()
            .flatMap(elements -> elements.values().stream())
            .map(ViewState.Value::getValue)
            .filter(Objects::nonNull)
            .filter(text -> !text.isBlank())
            .map(text -> "> " + Mrkdwn.quote(text))
            .collect(Collectors.joining("\n"));
    return texts.isEmpty() ? "" : "\nYou had typed:\n" + texts;
  }
}
