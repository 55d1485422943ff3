package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.LinkedHashSet;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/** Messages in channels: adding, changing, deleting, threads, and telling the page. */
final class Posts {
  /** The oldest go when a channel holds more. */
  static final int MAX_MESSAGES = 2_000;

  static final int MAX_EPHEMERALS = 200;

  private final Workspace workspace;
  private final UploadedFiles files;

  Posts(Workspace workspace, UploadedFiles files) {
    this.workspace = workspace;
    this.files = files;
  }

  /** A message of the bot, still without a ts. */
  JsonObjectBuilder byBot(String text) {
    JsonObjectBuilder profile =
        Jsons.object()
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

  JsonObjectBuilder byUser(String user, String text) {
    return Jsons.object()
        .add("type", "message")
        .add("user", user)
        .add("team", Workspace.TEAM)
        .add("text", text);
  }

  /** Adds a message with a new ts, to a thread if there is one. */
  JsonObject add(Channel channel, JsonObject draft, Optional<String> thread) {
    JsonObjectBuilder builder = Jsons.copy(draft).add("ts", workspace.ids.ts());
    thread.ifPresent(ts -> {
      builder.add("thread_ts", ts);
      parent(channel, ts).ifPresent(p -> builder.add("parent_user_id", Jsons.text(p, "user")));
    });
    JsonObject message = builder.build();
    put(channel.messages, message, MAX_MESSAGES);
    tell("message", channel, message);
    thread.flatMap(ts -> parent(channel, ts)).ifPresent(p -> countReply(channel, p, message));
    return message;
  }

  /** A line such as "has joined the channel". */
  void system(Channel channel, String user, String subtype, String text) {
    add(channel, byUser(user, text).add("subtype", subtype).build(), Optional.empty());
  }

  /** Shows a message to one person only. */
  JsonObject addEphemeral(Channel channel, String user, JsonObject draft, Optional<String> thread) {
    JsonObjectBuilder builder =
        Jsons.copy(draft)
            .add("ts", workspace.ids.ts())
            .add("ephemeral", true)
            .add("ephemeral_user", user);
    thread.ifPresent(ts -> builder.add("thread_ts", ts));
    JsonObject message = builder.build();
    put(channel.ephemerals, message, MAX_EPHEMERALS);
    tell("message", channel, message);
    return message;
  }

  /** Puts a message in the place of the one with its ts, of either kind. */
  void replace(Channel channel, JsonObject message) {
    String ts = Jsons.text(message, "ts");
    (channel.ephemerals.containsKey(ts) ? channel.ephemerals : channel.messages).put(ts, message);
    tell("message_changed", channel, message);
  }

  void delete(Channel channel, JsonObject message) {
    String ts = Jsons.text(message, "ts");
    JsonObject data = Jsons.object().add("channel", channel.id).add("ts", ts).build();
    if (channel.ephemerals.remove(ts) != null) {
      workspace.tell("message_deleted", data, Jsons.text(message, "ephemeral_user"));
    } else {
      channel.messages.remove(ts);
      channel.pins.remove(ts);
      workspace.tell("message_deleted", data);
    }
  }

  /** The message that a person sees under this ts. */
  Optional<JsonObject> seen(Channel channel, String ts, String user) {
    return Optional.ofNullable(channel.messages.get(ts))
        .or(() ->
            Optional.ofNullable(channel.ephemerals.get(ts))
                .filter(message -> Jsons.text(message, "ephemeral_user").equals(user)));
  }

  /**
   * The ts of the thread that a message answers to; a reply's ts stands for its thread.
   *
   * @throws Refusal {@code cannot_reply_to_message} if there is no such message
   */
  Optional<String> thread(Channel channel, String threadTs) {
    if (threadTs.isEmpty()) {
      return Optional.empty();
    }
    JsonObject parent = channel.messages.get(threadTs);
    if (parent == null) {
      throw new Refusal("cannot_reply_to_message");
    }
    return Optional.of(parent.getString("thread_ts", threadTs));
  }

  /** A message as the page shows it: files with an address and, if short, their text. */
  JsonObject pageJson(JsonObject message) {
    return message.containsKey("files")
        ? Jsons.with(message, "files", files.pageJson(Jsons.list(message, "files")))
        : message;
  }

  private static Optional<JsonObject> parent(Channel channel, String ts) {
    return Optional.ofNullable(channel.messages.get(ts));
  }

  private void countReply(Channel channel, JsonObject parent, JsonObject reply) {
    Set<String> repliers = new LinkedHashSet<>();
    Jsons.list(parent, "reply_users")
        .forEach(user -> repliers.add(((JsonString) user).getString()));
    repliers.add(Jsons.text(reply, "user"));
    int count = parent.get("reply_count") instanceof JsonNumber n ? n.intValue() : 0;
    replace(
        channel,
        Jsons.copy(parent)
            .add("thread_ts", Jsons.text(parent, "ts"))
            .add("reply_count", count + 1)
            .add("reply_users_count", repliers.size())
            .add("reply_users", Jsons.strings(repliers))
            .add("latest_reply", Jsons.text(reply, "ts"))
            .build());
  }

  private void tell(String event, Channel channel, JsonObject message) {
    JsonObject data =
        Jsons.object().add("channel", channel.id).add("message", pageJson(message)).build();
    String onlyUser = Jsons.text(message, "ephemeral_user");
    if (onlyUser.isEmpty()) {
      workspace.tell(event, data);
    } else {
      workspace.tell(event, data, onlyUser);
    }
  }

  private static void put(NavigableMap<String, JsonObject> messages, JsonObject message, int max) {
    messages.put(Jsons.text(message, "ts"), message);
    while (messages.size() > max) {
      messages.pollFirstEntry();
    }
  }
}
