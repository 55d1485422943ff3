package dev.rollbackbot.sandbox.slack.page;

import static dev.rollbackbot.sandbox.slack.rules.SlackErrorException.refuseIf;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.delivery.Deliveries;
import dev.rollbackbot.sandbox.slack.delivery.InteractionPayloads;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import dev.rollbackbot.sandbox.slack.state.AppManifest;
import dev.rollbackbot.sandbox.slack.state.MessageStore;
import dev.rollbackbot.sandbox.slack.state.ResponseUrls;
import dev.rollbackbot.sandbox.slack.state.Triggers;
import dev.rollbackbot.sandbox.slack.state.ViewStack;
import dev.rollbackbot.sandbox.slack.state.Workspace;
import dev.rollbackbot.sandbox.slack.state.WorkspaceChannel;
import jakarta.json.JsonObject;
import java.util.Optional;

/** Shared by the actions of users. No lock is held while waiting for the bot. */
public record UserActions(
    Workspace workspace,
    MessageStore posts,
    ViewStack views,
    Triggers triggers,
    ResponseUrls responseUrls,
    InteractionPayloads payloads,
    Deliveries deliveries,
    AppManifest manifest) {
  static String need(JsonObject request, String name) {
    String value = JsonHelper.text(request, name);
    if (value.isEmpty()) {
      throw new SlackErrorException("missing_" + name);
    }
    return value;
  }

  /** The user of a request; the bot is refused. */
  String user(JsonObject request) {
    Workspace.User user = workspace.user(need(request, "user"));
    refuseIf(user.bot(), "user_is_bot");
    return user.id();
  }

  String lockedUser(JsonObject request) {
    return workspace.locked(() -> user(request));
  }

  WorkspaceChannel channel(JsonObject request, String user) {
    return workspace
        .find(need(request, "channel"), user)
        .orElseThrow(() -> new SlackErrorException("channel_not_found"));
  }

  /** A channel that the user may post to. */
  WorkspaceChannel openChannel(JsonObject request, String user) {
    WorkspaceChannel channel = channel(request, user);
    channel.requireOpen();
    channel.requireMember(user);
    return channel;
  }

  /** Shows a user the text of an answer, and returns the answer. */
  JsonObject notice(String user, JsonObject answer) {
    String shown = JsonHelper.text(answer, "shown");
    return workspace.locked(() -> {
      workspace.publish(
          "notice", JsonHelper.object().add("text", shown).build(), Optional.of(user));
      return answer;
    });
  }
}
