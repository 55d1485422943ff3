package dev.rollbackbot.sandbox.slack.state;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.LinkedHashSet;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/** Messages and threads of channels. Every change is sent to the page. */
public record MessageStore(Workspace workspace, UploadedFiles files) {
  static final int MAX_MESSAGES = 2_000;
  static final int MAX_EPHEMERALS = 200;

  /** A message of the bot, without a ts. */
  public JsonObjectBuilder byBot(String text) {
    JsonObjectBuilder profile =
        JsonHelper.object()
            .add("id", Workspace.BOT)
            .add("app_id", Workspace.APP)
            .add("name", workspace.nameOf(Workspace.BOT_USER))
            .add("deleted", false)
            .add("updated", workspace.now())
            .add("team_id", Workspace.TEAM);
    return byUser(Workspace.BOT_USER, text)
        .add("bot_id", Workspace.BOT)
        .add("app_id", Workspace.APP)
        .add("bot_profile", profile);
  }

  public JsonObjectBuilder byUser(String user, String text) {
    return JsonHelper.object()
        .add("type", "message")
        .add("user", user)
        .add("team", Workspace.TEAM)
        .add("text", text);
  }

  public JsonObject add(WorkspaceChannel channel, JsonObject draft, Optional<String> thread) {
    JsonObjectBuilder builder = JsonHelper.copy(draft).add("ts", workspace.ids.ts());
    thread.ifPresent(ts -> {
      builder.add("thread_ts", ts);
      parent(channel, ts).ifPresent(p -> builder.add("parent_user_id", JsonHelper.text(p, "user")));
    });
    JsonObject message = builder.build();
    put(channel.messages, message, MAX_MESSAGES);
    publish("message", channel, message);
    thread.flatMap(ts -> parent(channel, ts)).ifPresent(p -> countReply(channel, p, message));
    return message;
  }

  public void system(WorkspaceChannel channel, String user, String subtype, String text) {
    add(channel, byUser(user, text).add("subtype", subtype).build(), Optional.empty());
  }

  public JsonObject addEphemeral(
      WorkspaceChannel channel, String user, JsonObject draft, Optional<String> thread) {
    JsonObjectBuilder builder =
        JsonHelper.copy(draft)
            .add("ts", workspace.ids.ts())
            .add("ephemeral", true)
            .add("ephemeral_user", user);
    thread.ifPresent(ts -> builder.add("thread_ts", ts));
    JsonObject message = builder.build();
    put(channel.ephemerals, message, MAX_EPHEMERALS);
    publish("message", channel, message);
    return message;
  }

  /** Replaces the message or ephemeral message with the same ts. */
  public void replace(WorkspaceChannel channel, JsonObject message) {
    String ts = JsonHelper.text(message, "ts");
    (channel.ephemerals.containsKey(ts) ? channel.ephemerals : channel.messages).put(ts, message);
    publish("message_changed", channel, message);
  }

  public void delete(WorkspaceChannel channel, JsonObject message) {
    String ts = JsonHelper.text(message, "ts");
    JsonObject data = JsonHelper.object().add("channel", channel.id).add("ts", ts).build();
    if (channel.ephemerals.remove(ts) == null) {
      channel.messages.remove(ts);
      channel.pins.remove(ts);
    }
    workspace.publish("message_deleted", data, onlyViewer(message));
  }

  /** The message with this ts, if the user can see it. */
  public Optional<JsonObject> seen(WorkspaceChannel channel, String ts, String user) {
    return Optional.ofNullable(channel.messages.get(ts))
        .or(() ->
            Optional.ofNullable(channel.ephemerals.get(ts))
                .filter(message -> JsonHelper.text(message, "ephemeral_user").equals(user)));
  }

  /**
   * The thread of a ts, which may be that of a reply; refuses with {@code cannot_reply_to_message}.
   */
  public Optional<String> thread(WorkspaceChannel channel, String threadTs) {
    if (threadTs.isEmpty()) {
      return Optional.empty();
    }
    JsonObject parent = channel.messages.get(threadTs);
    if (parent == null) {
      throw new SlackErrorException("cannot_reply_to_message");
    }
    return Optional.of(parent.getString("thread_ts", threadTs));
  }

  /** Adds the address and, for short texts, the text of files. */
  public JsonObject pageJson(JsonObject message) {
    return message.containsKey("files")
        ? JsonHelper.with(message, "files", files.pageJson(JsonHelper.list(message, "files")))
        : message;
  }

  /** The {@code edited} field of a message that the bot changes now. */
  public JsonObjectBuilder edited() {
    return JsonHelper.object().add("user", Workspace.BOT_USER).add("ts", workspace.ids.ts());
  }

  private static Optional<JsonObject> parent(WorkspaceChannel channel, String ts) {
    return Optional.ofNullable(channel.messages.get(ts));
  }

  private void countReply(WorkspaceChannel channel, JsonObject parent, JsonObject reply) {
    Set<String> repliers = new LinkedHashSet<>();
    JsonHelper.list(parent, "reply_users")
        .forEach(user -> repliers.add(((JsonString) user).getString()));
    repliers.add(JsonHelper.text(reply, "user"));
    int count = parent.get("reply_count") instanceof JsonNumber n ? n.intValue() : 0;
    replace(
        channel,
        JsonHelper.copy(parent)
            .add("thread_ts", JsonHelper.text(parent, "ts"))
            .add("reply_count", count + 1)
            .add("reply_users_count", repliers.size())
            .add("reply_users", JsonHelper.strings(repliers))
            .add("latest_reply", JsonHelper.text(reply, "ts"))
            .build());
  }

  private void publish(String event, WorkspaceChannel channel, JsonObject message) {
    JsonObject data =
        JsonHelper.object().add("channel", channel.id).add("message", pageJson(message)).build();
    workspace.publish(event, data, onlyViewer(message));
  }

  private static Optional<String> onlyViewer(JsonObject message) {
    return Optional.of(JsonHelper.text(message, "ephemeral_user")).filter(user -> !user.isEmpty());
  }

  private static void put(NavigableMap<String, JsonObject> messages, JsonObject message, int max) {
    messages.put(JsonHelper.text(message, "ts"), message);
    while (messages.size() > max) {
      messages.pollFirstEntry();
    }
  }
}
