package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonObject;

/** What the acts of people share. Waiting for the bot happens without the workspace's lock. */
record Acts(
    Workspace workspace,
    Posts posts,
    OpenViews views,
    Triggers triggers,
    ResponseUrls responseUrls,
    Payloads payloads,
    Deliveries deliveries,
    Manifest manifest) {

  /** A field of the request that must be there. */
  static String need(JsonObject act, String name) {
    String value = Jsons.text(act, name);
    if (value.isEmpty()) {
      throw new Refusal("missing_" + name);
    }
    return value;
  }

  /** A person; the bot does nothing on the page. */
  String person(JsonObject act) {
    Workspace.User user = workspace.user(need(act, "user"));
    if (user.bot()) {
      throw new Refusal("user_is_bot");
    }
    return user.id();
  }

  Channel channel(JsonObject act, String user) {
    return workspace
        .find(need(act, "channel"), user)
        .orElseThrow(() -> new Refusal("channel_not_found"));
  }

  /** A channel that the person may write to. */
  Channel openChannel(JsonObject act, String user) {
    Channel channel = channel(act, user);
    if (channel.archived) {
      throw new Refusal("is_archived");
    }
    if (!channel.members.contains(user)) {
      throw new Refusal("not_in_channel");
    }
    return channel;
  }

  /** Shows a person what Slack itself has to say, and gives the same back as the answer. */
  JsonObject notice(String user, JsonObject answer) {
    String shown = Jsons.text(answer, "shown");
    return workspace.locked(() -> {
      workspace.tell("notice", Jsons.object().add("text", shown).build(), user);
      return answer;
    });
  }
}
