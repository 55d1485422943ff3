package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code conversations.*} that make, change and list channels. */
final class ChannelMethods {
  static final int NAME = 80;
  static final int ABOUT = 250;
  static final int INVITES = 100;

  private final Workspace workspace;
  private final Posts posts;
  private final Set<String> scopes;

  ChannelMethods(Workspace workspace, Posts posts, Set<String> scopes) {
    this.workspace = workspace;
    this.posts = posts;
    this.scopes = scopes;
  }

  void addTo(Map<String, ApiMethod> methods) {
    methods.put("conversations.create", this::create);
    methods.put("conversations.invite", this::invite);
    methods.put("conversations.join", this::join);
    methods.put("conversations.archive", this::archive);
    methods.put("conversations.setTopic", this::setTopic);
    methods.put("conversations.setPurpose", this::setPurpose);
    methods.put("conversations.list", this::list);
    methods.put("conversations.info", this::info);
    methods.put("conversations.members", this::members);
  }

  private JsonObjectBuilder create(Args args) {
    boolean isPrivate = args.flag("is_private");
    String scope = isPrivate ? "groups:write" : "channels:manage";
    if (!scopes.contains(scope)) {
      throw new Refusal("missing_scope");
    }
    String name = args.get("name");
    checkName(name);
    if (workspace.byName(name).isPresent()) {
      throw new Refusal("name_taken");
    }
    if (workspace.channels.size() >= Workspace.MAX_CHANNELS) {
      throw new Refusal("cannot_create_channel");
    }
    String bot = Workspace.BOT_USER;
    Channel channel = workspace.add(workspace.ids.next("C"), name, bot, isPrivate);
    joined(channel, bot, bot);
    return Jsons.object().add("channel", channel.json(bot));
  }

  static void checkName(String name) {
    if (name.isBlank()) {
      throw new Refusal("invalid_name_required");
    }
    if (name.codePointCount(0, name.length()) > NAME) {
      throw new Refusal("invalid_name_maxlength");
    }
    boolean plain =
        name.equals(name.toLowerCase(Locale.ROOT))
            && name.codePoints()
                .allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_');
    if (!plain) {
      throw new Refusal("invalid_name_specials");
    }
    if (name.chars().allMatch(c -> c == '-' || c == '_')) {
      throw new Refusal("invalid_name_punctuation");
    }
  }

  private JsonObjectBuilder invite(Args args) {
    Channel channel = ownOpen(args);
    if (!args.has("users")) {
      throw new Refusal("no_user");
    }
    List<String> users =
        Arrays.stream(args.get("users").split(",", -1)).map(String::strip).toList();
    if (users.size() > INVITES) {
      throw Refusal.badArguments(List.of("[ERROR] no more than 100 users allowed"));
    }
    List<String> allowed = new ArrayList<>();
    Optional<String> firstError = Optional.empty();
    for (String user : users) {
      Optional<String> error = cannotInvite(channel, user);
      if (error.isEmpty()) {
        allowed.add(user);
      }
      firstError = firstError.or(() -> error);
    }
    if (firstError.isPresent() && (!args.flag("force") || allowed.isEmpty())) {
      throw new Refusal(firstError.get());
    }
    allowed.forEach(user -> joined(channel, user, Workspace.BOT_USER));
    return Jsons.object().add("channel", channel.json(Workspace.BOT_USER));
  }

  private Optional<String> cannotInvite(Channel channel, String user) {
    if (user.equals(Workspace.BOT_USER)) {
      return Optional.of("cant_invite_self");
    }
    if (!workspace.users.containsKey(user)) {
      return Optional.of("user_not_found");
    }
    return channel.members.contains(user) ? Optional.of("already_in_channel") : Optional.empty();
  }

  private JsonObjectBuilder join(Args args) {
    Channel channel = workspace.channel(args.required("channel"));
    if (channel.isPrivate) {
      throw new Refusal("method_not_supported_for_channel_type");
    }
    requireOpen(channel);
    JsonObjectBuilder answer = Jsons.object();
    if (channel.members.contains(Workspace.BOT_USER)) {
      answer.add("warning", "already_in_channel");
      JsonArrayBuilder warnings = Jsons.array().add("already_in_channel");
      answer.add("response_metadata", Jsons.object().add("warnings", warnings));
    } else {
      joined(channel, Workspace.BOT_USER, Workspace.BOT_USER);
    }
    return answer.add("channel", channel.json(Workspace.BOT_USER));
  }

  void joined(Channel channel, String user, String inviter) {
    channel.members.add(user);
    JsonObjectBuilder line =
        posts.byUser(user, "<@" + user + "> has joined the channel").add("subtype", "channel_join");
    if (!user.equals(inviter)) {
      line.add("inviter", inviter);
    }
    posts.add(channel, line.build(), Optional.empty());
    workspace.channelChanged(channel);
  }

  private JsonObjectBuilder archive(Args args) {
    Channel channel = workspace.channel(args.required("channel"));
    if (channel.id.equals(Workspace.GENERAL)) {
      throw new Refusal("cant_archive_general");
    }
    if (channel.archived) {
      throw new Refusal("already_archived");
    }
    requireMember(channel);
    posts.system(channel, Workspace.BOT_USER, "channel_archive", "archived the channel");
    channel.archived = true;
    workspace.channelChanged(channel);
    return Jsons.object();
  }

  private JsonObjectBuilder setTopic(Args args) {
    Channel channel = ownOpen(args);
    channel.topic = about(args, "topic");
    channel.topicBy = Workspace.BOT_USER;
    channel.topicSet = workspace.now();
    posts.system(
        channel,
        Workspace.BOT_USER,
        "channel_topic",
        "<@" + Workspace.BOT_USER + "> set the channel topic: " + channel.topic);
    workspace.channelChanged(channel);
    return Jsons.object()
        .add("topic", channel.topic)
        .add("channel", channel.json(Workspace.BOT_USER));
  }

  private JsonObjectBuilder setPurpose(Args args) {
    Channel channel = ownOpen(args);
    channel.purpose = about(args, "purpose");
    channel.purposeBy = Workspace.BOT_USER;
    channel.purposeSet = workspace.now();
    workspace.channelChanged(channel);
    return Jsons.object()
        .add("purpose", channel.purpose)
        .add("channel", channel.json(Workspace.BOT_USER));
  }

  private static String about(Args args, String name) {
    String value = args.required(name);
    if (value.codePointCount(0, value.length()) > ABOUT) {
      throw new Refusal("too_long");
    }
    return Escaping.sent(value);
  }

  private JsonObjectBuilder list(Args args) {
    String types = args.has("types") ? args.get("types") : "public_channel";
    Set<String> wanted = Set.copyOf(Arrays.asList(types.split("\\s*,\\s*", -1)));
    if (!Set.of("public_channel", "private_channel", "mpim", "im").containsAll(wanted)) {
      throw new Refusal("invalid_types");
    }
    List<JsonObject> channels =
        workspace.channels.values().stream()
            .filter(c -> c.visibleTo(Workspace.BOT_USER))
            .filter(c -> wanted.contains(c.isPrivate ? "private_channel" : "public_channel"))
            .filter(c -> !c.archived || !args.flag("exclude_archived"))
            .map(c -> c.json(Workspace.BOT_USER).add("num_members", c.members.size()).build())
            .toList();
    Paging.Page<JsonObject> page = Paging.of(channels, args, 100, 1_000);
    return paged(Jsons.object().add("channels", Jsons.objects(page.items())), page.next());
  }

  private JsonObjectBuilder info(Args args) {
    Channel channel = workspace.channel(args.required("channel"));
    JsonObjectBuilder json = channel.json(Workspace.BOT_USER);
    if (args.flag("include_num_members")) {
      json.add("num_members", channel.members.size());
    }
    return Jsons.object().add("channel", json);
  }

  private JsonObjectBuilder members(Args args) {
    Channel channel = workspace.channel(args.required("channel"));
    Paging.Page<String> page = Paging.of(List.copyOf(channel.members), args, 100, 1_000);
    return paged(Jsons.object().add("members", Jsons.strings(page.items())), page.next());
  }

  static JsonObjectBuilder paged(JsonObjectBuilder answer, String next) {
    return answer.add("response_metadata", Jsons.object().add("next_cursor", next));
  }

  private Channel ownOpen(Args args) {
    Channel channel = workspace.channel(args.required("channel"));
    requireOpen(channel);
    requireMember(channel);
    return channel;
  }

  private static void requireOpen(Channel channel) {
    if (channel.archived) {
      throw new Refusal("is_archived");
    }
  }

  private static void requireMember(Channel channel) {
    if (!channel.members.contains(Workspace.BOT_USER)) {
      throw new Refusal("not_in_channel");
    }
  }
}
