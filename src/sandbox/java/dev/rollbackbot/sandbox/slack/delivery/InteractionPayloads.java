package dev.rollbackbot.sandbox.slack.delivery;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.state.Credentials;
import dev.rollbackbot.sandbox.slack.state.ViewStack;
import dev.rollbackbot.sandbox.slack.state.Workspace;
import dev.rollbackbot.sandbox.slack.state.WorkspaceChannel;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;

/** The payloads of interactions. Called with the workspace's lock held. */
public record InteractionPayloads(Workspace workspace, Credentials credentials, ViewStack views) {
  public JsonObject slash(
      WorkspaceChannel channel,
      String user,
      String command,
      String text,
      String responseUrl,
      String trigger) {
    return JsonHelper.object()
        .add("token", credentials.verification())
        .add("team_id", Workspace.TEAM)
        .add("team_domain", Workspace.TEAM_DOMAIN)
        .add("channel_id", channel.id)
        .add("channel_name", channel.name)
        .add("user_id", user)
        .add("user_name", workspace.nameOf(user))
        .add("command", command)
        .add("text", text)
        .add("api_app_id", Workspace.APP)
        .add("is_enterprise_install", "false")
        .add("response_url", responseUrl)
        .add("trigger_id", trigger)
        .build();
  }

  /** An action in a message; the payload omits an ephemeral message. */
  public JsonObjectBuilder onMessage(
      String type, String user, WorkspaceChannel channel, JsonObject message) {
    boolean ephemeral = JsonHelper.isTrue(message, "ephemeral");
    JsonObjectBuilder container =
        JsonHelper.object()
            .add("type", "message")
            .add("message_ts", JsonHelper.text(message, "ts"))
            .add("channel_id", channel.id)
            .add("is_ephemeral", ephemeral);
    if (message.containsKey("thread_ts")) {
      container.add("thread_ts", JsonHelper.text(message, "thread_ts"));
    }
    JsonObjectBuilder payload =
        interaction(type, user)
            .add("container", container)
            .add("channel", JsonHelper.object().add("id", channel.id).add("name", channel.name));
    if (!ephemeral) {
      payload.add("message", message);
    }
    return payload;
  }

  /** An action in a modal. */
  public JsonObjectBuilder onView(String type, ViewStack.OpenView view) {
    return interaction(type, view.user)
        .add("container", JsonHelper.object().add("type", "view").add("view_id", view.id))
        .add("view", views.json(view));
  }

  public JsonObject submission(ViewStack.OpenView view, String trigger) {
    return interaction("view_submission", view.user)
        .add("trigger_id", trigger)
        .add("view", views.json(view))
        .add("response_urls", JsonValue.EMPTY_JSON_ARRAY)
        .build();
  }

  public JsonObject closed(ViewStack.OpenView view, boolean cleared) {
    return interaction("view_closed", view.user)
        .add("view", views.json(view))
        .add("is_cleared", cleared)
        .build();
  }

  private JsonObjectBuilder interaction(String type, String user) {
    String name = workspace.nameOf(user);
    return JsonHelper.object()
        .add("type", type)
        .add(
            "user",
            JsonHelper.object()
                .add("id", user)
                .add("username", name)
                .add("name", name)
                .add("team_id", workspace.user(user).team()))
        .add("api_app_id", Workspace.APP)
        .add("token", credentials.verification())
        .add(
            "team",
            JsonHelper.object().add("id", Workspace.TEAM).add("domain", Workspace.TEAM_DOMAIN))
        .add("enterprise", JsonValue.NULL)
        .add("is_enterprise_install", false);
  }
}
