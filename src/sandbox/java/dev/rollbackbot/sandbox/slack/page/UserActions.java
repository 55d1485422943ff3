package dev.rollbackbot.sandbox.slack.page;

import static dev.rollbackbot.sandbox.shared.JsonHelper.object;
import static dev.rollbackbot.sandbox.shared.JsonHelper.text;
import static dev.rollbackbot.sandbox.slack.rules.SlackErrorException.refuseIf;

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

/** What the acts of people share. Waiting for the bot happens without the workspace's lock. */
public record UserActions(
    Workspace workspace,
    MessageStore posts,
    ViewStack views,
    Triggers triggers,
    ResponseUrls responseUrls,
    InteractionPayloads payloads,
    Deliveries deliveries,
    AppManifest manifest) {

  /** A field of the request that must be there. */
  static String need(JsonObject act, String name) {
    String value = text(act, name);
    if (value.isEmpty()) {
      throw new SlackErrorException("missing_" + name);
    }
    return value;
  }

  /** A person; the bot does nothing on the page. */
  String person(JsonObject act) {
    Workspace.User user = workspace.user(need(act, "user"));
    refuseIf(user.bot(), "user_is_bot");
    return user.id();
  }

  WorkspaceChannel channel(JsonObject act, String user) {
    return workspace
        .find(need(act, "channel"), user)
        .orElseThrow(() -> new SlackErrorException("channel_not_found"));
  }

  /** A channel that the person may write to. */
  WorkspaceChannel openChannel(JsonObject act, String user) {
    WorkspaceChannel channel = channel(act, user);
    channel.requireOpen();
    channel.requireMember(user);
    return channel;
  }

  /** Shows a person what Slack itself has to say, and gives the same back as the answer. */
  JsonObject notice(String user, JsonObject answer) {
    String shown = text(answer, "shown");
    return workspace.locked(() -> {
      workspace.tell("notice", object().add("text", shown).build(), user);
      return answer;
    });
  }
}
