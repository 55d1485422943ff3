package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code chat.*}. */
final class ChatMethods {
  private final Workspace workspace;
  private final Posts posts;
  private final Supplier<URI> address;

  ChatMethods(Workspace workspace, Posts posts, Supplier<URI> address) {
    this.workspace = workspace;
    this.posts = posts;
    this.address = address;
  }

  void addTo(Map<String, ApiMethod> methods) {
    methods.put("chat.postMessage", this::postMessage);
    methods.put("chat.postEphemeral", this::postEphemeral);
    methods.put("chat.update", this::update);
    methods.put("chat.delete", this::delete);
    methods.put("chat.getPermalink", this::getPermalink);
  }

  private JsonObjectBuilder postMessage(Args args) {
    Channel channel = open(args.get("channel"));
    Contents contents = Contents.of(args, workspace.ids).cut();
    Optional<String> thread = posts.thread(channel, args.get("thread_ts"));
    JsonObjectBuilder draft = posts.byBot(contents.text());
    if (thread.isPresent() && args.flag("reply_broadcast")) {
      draft.add("subtype", "thread_broadcast");
    }
    JsonObject message = posts.add(channel, contents.addTo(draft), thread);
    return Jsons.object()
        .add("channel", channel.id)
        .add("ts", Jsons.text(message, "ts"))
        .add("message", message);
  }

  private JsonObjectBuilder postEphemeral(Args args) {
    Channel channel = open(args.get("channel"));
    String user = args.required("user");
    if (!channel.members.contains(user)) {
      throw new Refusal("user_not_in_channel");
    }
    Contents contents = Contents.of(args, workspace.ids).atMost(Contents.POST_TEXT);
    Optional<String> thread = posts.thread(channel, args.get("thread_ts"));
    JsonObject draft = contents.addTo(posts.byBot(contents.text()));
    JsonObject message = posts.addEphemeral(channel, user, draft, thread);
    return Jsons.object().add("message_ts", Jsons.text(message, "ts"));
  }

  private JsonObjectBuilder update(Args args) {
    Channel channel = workspace.channel(args.get("channel"));
    JsonObject before = message(channel, args.required("ts"));
    requireOwn(before, "cant_update_message");
    if (channel.archived) {
      throw new Refusal("is_inactive");
    }
    boolean says = args.has("text") || args.has("markdown_text") || args.has("blocks");
    if (!says && !args.has("metadata")) {
      throw new Refusal("no_text");
    }
    JsonObject after = edited(before, args, says);
    posts.replace(channel, after);
    return Jsons.object()
        .add("channel", channel.id)
        .add("ts", Jsons.text(after, "ts"))
        .add("text", Jsons.text(after, "text"))
        .add("message", after);
  }

  /** Text without blocks takes the old blocks away; metadata that is not sent again stays. */
  private JsonObject edited(JsonObject before, Args args, boolean says) {
    JsonObject said = before;
    if (says) {
      Contents contents =
          Contents.of(args.without("metadata"), workspace.ids).atMost(Contents.UPDATE_TEXT);
      JsonObject bare = Jsons.without(before, "blocks");
      said = contents.addTo(Jsons.copy(bare).add("text", contents.text()));
    }
    JsonObjectBuilder after =
        Jsons.copy(args.get("metadata").equals("{}") ? Jsons.without(said, "metadata") : said);
    Contents.metadata(args).ifPresent(metadata -> after.add("metadata", metadata));
    String now = workspace.ids.ts();
    return after
        .add("edited", Jsons.object().add("user", Workspace.BOT_USER).add("ts", now))
        .build();
  }

  private JsonObjectBuilder delete(Args args) {
    Channel channel = workspace.channel(args.get("channel"));
    JsonObject message = message(channel, args.required("ts"));
    requireOwn(message, "cant_delete_message");
    posts.delete(channel, message);
    return Jsons.object().add("channel", channel.id).add("ts", Jsons.text(message, "ts"));
  }

  private JsonObjectBuilder getPermalink(Args args) {
    Channel channel = workspace.channel(args.get("channel"));
    JsonObject message = message(channel, args.required("message_ts"));
    String ts = Jsons.text(message, "ts");
    String link = address.get() + "/archives/" + channel.id + "/p" + ts.replace(".", "");
    String thread = Jsons.text(message, "thread_ts");
    boolean reply = !thread.isEmpty() && !thread.equals(ts);
    return Jsons.object()
        .add("channel", channel.id)
        .add("permalink", reply ? link + "?thread_ts=" + thread + "&cid=" + channel.id : link);
  }

  /** A channel that the bot may post to, by id or by #name. */
  private Channel open(String idOrName) {
    Channel channel =
        idOrName.startsWith("#")
            ? workspace
                .byName(idOrName.substring(1))
                .orElseThrow(() -> new Refusal("channel_not_found"))
            : workspace.channel(idOrName);
    if (channel.archived) {
      throw new Refusal("is_archived");
    }
    if (!channel.members.contains(Workspace.BOT_USER)) {
      throw new Refusal("not_in_channel");
    }
    return channel;
  }

  private static JsonObject message(Channel channel, String ts) {
    return Optional.ofNullable(channel.messages.get(ts))
        .orElseThrow(() -> new Refusal("message_not_found"));
  }

  private static void requireOwn(JsonObject message, String code) {
    if (!Jsons.text(message, "bot_id").equals(Workspace.BOT)) {
      throw new Refusal(code);
    }
  }
}
