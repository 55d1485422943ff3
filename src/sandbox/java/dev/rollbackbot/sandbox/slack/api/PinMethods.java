package dev.rollbackbot.sandbox.slack.api;

import static dev.rollbackbot.sandbox.slack.rules.SlackErrorException.refuseIf;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import dev.rollbackbot.sandbox.slack.state.Workspace;
import dev.rollbackbot.sandbox.slack.state.WorkspaceChannel;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code pins.*} and {@code bookmarks.*}. */
public record PinMethods(Workspace workspace) {
  static final int MAX_PINS = 100;
  static final int MAX_BOOKMARKS = 100;

  private static final Pattern TS = Pattern.compile("\\d{10}\\.\\d{6}");
  private static final Pattern EMOJI = Pattern.compile(":[a-z0-9_+'-]+:");

  public void addTo(Map<String, ApiMethod> methods) {
    methods.put("pins.add", this::pin);
    methods.put("pins.remove", this::unpin);
    methods.put("bookmarks.add", this::addBookmark);
    methods.put("bookmarks.edit", this::editBookmark);
  }

  private JsonObjectBuilder pin(ApiArguments args) {
    WorkspaceChannel channel = workspace.channel(args.required("channel"));
    String ts = timestamp(args);
    channel.requireMember(Workspace.BOT_USER);
    refuseIf(!channel.messages.containsKey(ts), "message_not_found");
    refuseIf(channel.pins.size() >= MAX_PINS, "too_many_pins");
    refuseIf(!channel.pins.add(ts), "already_pinned");
    workspace.channelChanged(channel);
    return JsonHelper.object();
  }

  private JsonObjectBuilder unpin(ApiArguments args) {
    WorkspaceChannel channel = workspace.channel(args.required("channel"));
    refuseIf(!channel.pins.remove(timestamp(args)), "no_pin");
    workspace.channelChanged(channel);
    return JsonHelper.object();
  }

  private static String timestamp(ApiArguments args) {
    refuseIf(!args.has("timestamp"), "no_item_specified");
    refuseIf(!TS.matcher(args.get("timestamp")).matches(), "bad_timestamp");
    return args.get("timestamp");
  }

  private JsonObjectBuilder addBookmark(ApiArguments args) {
    WorkspaceChannel channel = bookmarked(args);
    String title = args.required("title");
    refuseIf(!args.required("type").equals("link"), "invalid_bookmark_type");
    refuseIf(channel.bookmarks.size() >= MAX_BOOKMARKS, "too_many_bookmarks");
    JsonObject bookmark =
        JsonHelper.object()
            .add("id", workspace.ids.next("Bk"))
            .add("channel_id", channel.id)
            .add("title", title)
            .add("link", link(args))
            .add("emoji", emoji(args))
            .add("type", "link")
            .add("date_created", workspace.now())
            .add("date_updated", 0)
            .add("rank", workspace.ids.letters(2))
            .add("last_updated_by_user_id", Workspace.BOT_USER)
            .add("last_updated_by_team_id", Workspace.TEAM)
            .add("app_id", Workspace.APP)
            .build();
    channel.bookmarks.add(bookmark);
    workspace.channelChanged(channel);
    return JsonHelper.object().add("bookmark", bookmark);
  }

  private JsonObjectBuilder editBookmark(ApiArguments args) {
    WorkspaceChannel channel = bookmarked(args);
    String id = args.required("bookmark_id");
    for (int i = 0; i < channel.bookmarks.size(); i++) {
      JsonObject before = channel.bookmarks.get(i);
      if (JsonHelper.text(before, "id").equals(id)) {
        JsonObjectBuilder edited = JsonHelper.copy(before).add("date_updated", workspace.now());
        if (args.has("title")) {
          edited.add("title", args.get("title"));
        }
        if (args.has("link")) {
          edited.add("link", link(args));
        }
        if (args.has("emoji")) {
          edited.add("emoji", emoji(args));
        }
        JsonObject after = edited.build();
        channel.bookmarks.set(i, after);
        workspace.channelChanged(channel);
        return JsonHelper.object().add("bookmark", after);
      }
    }
    throw new SlackErrorException("not_found");
  }

  private WorkspaceChannel bookmarked(ApiArguments args) {
    WorkspaceChannel channel = workspace.channel(args.required("channel_id"));
    refuseIf(!channel.members.contains(Workspace.BOT_USER), "permission_denied");
    return channel;
  }

  private static String link(ApiArguments args) {
    refuseIf(!args.get("link").matches("https?://\\S+"), "invalid_link");
    return args.get("link");
  }

  private static String emoji(ApiArguments args) {
    refuseIf(args.has("emoji") && !EMOJI.matcher(args.get("emoji")).matches(), "invalid_emoji");
    return args.get("emoji");
  }
}
