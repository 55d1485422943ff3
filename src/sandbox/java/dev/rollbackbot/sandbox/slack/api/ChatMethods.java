package dev.rollbackbot.sandbox.slack.api;

import static dev.rollbackbot.sandbox.shared.JsonHelper.copy;
import static dev.rollbackbot.sandbox.shared.JsonHelper.object;
import static dev.rollbackbot.sandbox.shared.JsonHelper.text;
import static dev.rollbackbot.sandbox.shared.JsonHelper.without;
import static dev.rollbackbot.sandbox.slack.rules.SlackErrorException.refuseIf;

import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import dev.rollbackbot.sandbox.slack.state.MessageContent;
import dev.rollbackbot.sandbox.slack.state.MessageStore;
import dev.rollbackbot.sandbox.slack.state.Workspace;
import dev.rollbackbot.sandbox.slack.state.WorkspaceChannel;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

public record ChatMethods(Workspace workspace, MessageStore posts, Supplier<URI> address) {
  public void addTo(Map<String, ApiMethod> methods) {
    methods.put("chat.postMessage", this::postMessage);
    methods.put("chat.postEphemeral", this::postEphemeral);
    methods.put("chat.update", this::update);
    methods.put("chat.delete", this::delete);
    methods.put("chat.getPermalink", this::getPermalink);
  }

  private JsonObjectBuilder postMessage(ApiArguments args) {
    WorkspaceChannel channel = open(args.get("channel"));
    MessageContent contents = content(args).cut();
    Optional<String> thread = posts.thread(channel, args.get("thread_ts"));
    JsonObjectBuilder draft = posts.byBot(contents.text());
    if (thread.isPresent() && args.flag("reply_broadcast")) {
      draft.add("subtype", "thread_broadcast");
    }
    JsonObject message = posts.add(channel, contents.addTo(draft), thread);
    return object()
        .add("channel", channel.id)
        .add("ts", text(message, "ts"))
        .add("message", message);
  }

  private JsonObjectBuilder postEphemeral(ApiArguments args) {
    WorkspaceChannel channel = open(args.get("channel"));
    String user = args.required("user");
    refuseIf(!channel.members.contains(user), "user_not_in_channel");
    MessageContent contents = content(args).atMost(MessageContent.POST_TEXT);
    Optional<String> thread = posts.thread(channel, args.get("thread_ts"));
    JsonObject draft = contents.addTo(posts.byBot(contents.text()));
    JsonObject message = posts.addEphemeral(channel, user, draft, thread);
    return object().add("message_ts", text(message, "ts"));
  }

  private JsonObjectBuilder update(ApiArguments args) {
    WorkspaceChannel channel = workspace.channel(args.get("channel"));
    JsonObject before = message(channel, args.required("ts"));
    requireOwn(before, "cant_update_message");
    refuseIf(channel.archived, "is_inactive");
    boolean says = args.has("text") || args.has("markdown_text") || args.has("blocks");
    refuseIf(!says && !args.has("metadata"), "no_text");
    JsonObject after = edited(before, args, says);
    posts.replace(channel, after);
    return object()
        .add("channel", channel.id)
        .add("ts", text(after, "ts"))
        .add("text", text(after, "text"))
        .add("message", after);
  }

  /** Text without blocks removes the old blocks; metadata stays unless it is sent again. */
  private JsonObject edited(JsonObject before, ApiArguments args, boolean says) {
    JsonObject said = before;
    if (says) {
      MessageContent contents =
          content(args.without("metadata")).atMost(MessageContent.UPDATE_TEXT);
      JsonObject bare = without(before, "blocks");
      said = contents.addTo(copy(bare).add("text", contents.text()));
    }
    JsonObjectBuilder after =
        copy(args.get("metadata").equals("{}") ? without(said, "metadata") : said);
    metadata(args).ifPresent(metadata -> after.add("metadata", metadata));
    return after.add("edited", posts.edited()).build();
  }

  private JsonObjectBuilder delete(ApiArguments args) {
    WorkspaceChannel channel = workspace.channel(args.get("channel"));
    JsonObject message = message(channel, args.required("ts"));
    requireOwn(message, "cant_delete_message");
    posts.delete(channel, message);
    return object().add("channel", channel.id).add("ts", text(message, "ts"));
  }

  private JsonObjectBuilder getPermalink(ApiArguments args) {
    WorkspaceChannel channel = workspace.channel(args.get("channel"));
    JsonObject message = message(channel, args.required("message_ts"));
    String ts = text(message, "ts");
    String link = address.get() + "/archives/" + channel.id + "/p" + ts.replace(".", "");
    String thread = text(message, "thread_ts");
    boolean reply = !thread.isEmpty() && !thread.equals(ts);
    return object()
        .add("channel", channel.id)
        .add("permalink", reply ? link + "?thread_ts=" + thread + "&cid=" + channel.id : link);
  }

  private MessageContent content(ApiArguments args) {
    String text = args.has("text") ? args.get("text") : args.get("markdown_text");
    return MessageContent.of(
        text,
        args.array("blocks", "invalid_blocks_format"),
        metadata(args),
        args.has("attachments"),
        workspace.ids);
  }

  /** Empty for an empty object. */
  private static Optional<JsonObject> metadata(ApiArguments args) {
    return args.nested("metadata", "invalid_metadata_format")
        .filter(value -> !value.equals(JsonValue.EMPTY_JSON_OBJECT))
        .map(MessageContent::checkedMetadata);
  }

  /** A channel that the bot may post to, by id or {@code #name}. */
  private WorkspaceChannel open(String idOrName) {
    WorkspaceChannel channel =
        idOrName.startsWith("#")
            ? workspace
                .byName(idOrName.substring(1))
                .orElseThrow(() -> new SlackErrorException("channel_not_found"))
            : workspace.channel(idOrName);
    channel.requireOpen();
    channel.requireMember(Workspace.BOT_USER);
    refuseIf(channel.restricted, "restricted_action");
    return channel;
  }

  private static JsonObject message(WorkspaceChannel channel, String ts) {
    return Optional.ofNullable(channel.messages.get(ts))
        .orElseThrow(() -> new SlackErrorException("message_not_found"));
  }

  private static void requireOwn(JsonObject message, String code) {
    if (!text(message, "bot_id").equals(Workspace.BOT)) {
      throw new SlackErrorException(code);
    }
  }
}
