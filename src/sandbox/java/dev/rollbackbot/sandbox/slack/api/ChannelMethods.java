package dev.rollbackbot.sandbox.slack.api;

import static dev.rollbackbot.sandbox.shared.JsonHelper.array;
import static dev.rollbackbot.sandbox.shared.JsonHelper.object;
import static dev.rollbackbot.sandbox.shared.JsonHelper.objects;
import static dev.rollbackbot.sandbox.shared.JsonHelper.strings;
import static dev.rollbackbot.sandbox.slack.rules.SlackErrorException.refuseIf;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.rules.MessageEscaping;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import dev.rollbackbot.sandbox.slack.state.MessageStore;
import dev.rollbackbot.sandbox.slack.state.Workspace;
import dev.rollbackbot.sandbox.slack.state.WorkspaceChannel;
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

/** {@code conversations.*} except history. */
public record ChannelMethods(Workspace workspace, MessageStore posts, Set<String> scopes) {
  static final int NAME = 80;
  static final int ABOUT = 250;
  static final int INVITES = 100;

  public void addTo(Map<String, ApiMethod> methods) {
    methods.put("conversations.create", this::create);
    methods.put("conversations.invite", this::invite);
    methods.put("conversations.join", this::join);
    methods.put("conversations.archive", this::archive);
    methods.put("conversations.setTopic", this::setTopic);
    methods.put("conversations.setPurpose", this::setPurpose);
    methods.put("conversations.list", this::list);
    methods.put("users.conversations", this::ofUser);
    methods.put("conversations.info", this::info);
    methods.put("conversations.members", this::members);
  }

  private JsonObjectBuilder create(ApiArguments args) {
    boolean isPrivate = args.flag("is_private");
    String scope = isPrivate ? "groups:write" : "channels:manage";
    refuseIf(!scopes.contains(scope), "missing_scope");
    String name = args.get("name");
    checkName(name);
    refuseIf(workspace.byName(name).isPresent(), "name_taken");
    long onPage = workspace.channels.values().stream().filter(WorkspaceChannel::onPage).count();
    refuseIf(onPage >= Workspace.MAX_CHANNELS, "cannot_create_channel");
    String bot = Workspace.BOT_USER;
    WorkspaceChannel channel = workspace.add(workspace.ids.next("C"), name, bot, isPrivate);
    joined(channel, bot, bot);
    return object().add("channel", channel.json(bot));
  }

  static void checkName(String name) {
    refuseIf(name.isBlank(), "invalid_name_required");
    refuseIf(JsonHelper.codePoints(name) > NAME, "invalid_name_maxlength");
    boolean plain =
        name.equals(name.toLowerCase(Locale.ROOT)) && name.matches("[\\p{L}\\p{Nd}_-]*");
    refuseIf(!plain, "invalid_name_specials");
    refuseIf(name.chars().allMatch(c -> c == '-' || c == '_'), "invalid_name_punctuation");
  }

  private JsonObjectBuilder invite(ApiArguments args) {
    WorkspaceChannel channel = ownOpen(args);
    refuseIf(!args.has("users"), "no_user");
    List<String> users =
        Arrays.stream(args.get("users").split(",", -1)).map(String::strip).toList();
    if (users.size() > INVITES) {
      throw SlackErrorException.badArguments(List.of("[ERROR] no more than 100 users allowed"));
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
      throw new SlackErrorException(firstError.get());
    }
    allowed.forEach(user -> joined(channel, user, Workspace.BOT_USER));
    return object().add("channel", channel.json(Workspace.BOT_USER));
  }

  private Optional<String> cannotInvite(WorkspaceChannel channel, String user) {
    if (user.equals(Workspace.BOT_USER)) {
      return Optional.of("cant_invite_self");
    }
    if (!workspace.users.containsKey(user)) {
      return Optional.of("user_not_found");
    }
    if (workspace.user(user).membership() == Workspace.Membership.DEACTIVATED) {
      return Optional.of("cant_invite");
    }
    return channel.members.contains(user) ? Optional.of("already_in_channel") : Optional.empty();
  }

  private JsonObjectBuilder join(ApiArguments args) {
    WorkspaceChannel channel = workspace.channel(args.required("channel"));
    refuseIf(channel.isPrivate, "method_not_supported_for_channel_type");
    channel.requireOpen();
    JsonObjectBuilder answer = object();
    if (channel.members.contains(Workspace.BOT_USER)) {
      answer.add("warning", "already_in_channel");
      JsonArrayBuilder warnings = array().add("already_in_channel");
      answer.add("response_metadata", object().add("warnings", warnings));
    } else {
      joined(channel, Workspace.BOT_USER, Workspace.BOT_USER);
    }
    return answer.add("channel", channel.json(Workspace.BOT_USER));
  }

  void joined(WorkspaceChannel channel, String user, String inviter) {
    channel.members.add(user);
    JsonObjectBuilder line =
        posts.byUser(user, "<@" + user + "> has joined the channel").add("subtype", "channel_join");
    if (!user.equals(inviter)) {
      line.add("inviter", inviter);
    }
    posts.add(channel, line.build(), Optional.empty());
    workspace.channelChanged(channel);
  }

  private JsonObjectBuilder archive(ApiArguments args) {
    WorkspaceChannel channel = workspace.channel(args.required("channel"));
    refuseIf(channel.id.equals(Workspace.GENERAL), "cant_archive_general");
    refuseIf(channel.archived, "already_archived");
    channel.requireMember(Workspace.BOT_USER);
    posts.system(channel, Workspace.BOT_USER, "channel_archive", "archived the channel");
    channel.archived = true;
    workspace.channelChanged(channel);
    return object();
  }

  private JsonObjectBuilder setTopic(ApiArguments args) {
    WorkspaceChannel channel = ownOpen(args);
    channel.topic = about(args, "topic");
    channel.topicBy = Workspace.BOT_USER;
    channel.topicSet = workspace.now();
    posts.system(
        channel,
        Workspace.BOT_USER,
        "channel_topic",
        "<@" + Workspace.BOT_USER + "> set the channel topic: " + channel.topic);
    workspace.channelChanged(channel);
    return object().add("topic", channel.topic).add("channel", channel.json(Workspace.BOT_USER));
  }

  private JsonObjectBuilder setPurpose(ApiArguments args) {
    WorkspaceChannel channel = ownOpen(args);
    channel.purpose = about(args, "purpose");
    channel.purposeBy = Workspace.BOT_USER;
    channel.purposeSet = workspace.now();
    workspace.channelChanged(channel);
    return object()
        .add("purpose", channel.purpose)
        .add("channel", channel.json(Workspace.BOT_USER));
  }

  private static String about(ApiArguments args, String name) {
    String value = args.required(name);
    refuseIf(JsonHelper.codePoints(value) > ABOUT, "too_long");
    return MessageEscaping.sent(value);
  }

  private JsonObjectBuilder ofUser(ApiArguments args) {
    String user = args.has("user") ? args.get("user") : Workspace.BOT_USER;
    workspace.user(user);
    return list(args, user);
  }

  private JsonObjectBuilder list(ApiArguments args) {
    return list(args, "");
  }

  /** The parameter {@code member} limits the list to a user's channels; empty: all. */
  private JsonObjectBuilder list(ApiArguments args, String member) {
    String types = args.has("types") ? args.get("types") : "public_channel";
    Set<String> wanted = Set.copyOf(Arrays.asList(types.split("\\s*,\\s*", -1)));
    refuseIf(
        !Set.of("public_channel", "private_channel", "mpim", "im").containsAll(wanted),
        "invalid_types");
    List<JsonObject> channels =
        workspace.channels.values().stream()
            .filter(c -> c.visibleTo(Workspace.BOT_USER))
            .filter(c -> member.isEmpty() || c.members.contains(member))
            .filter(c -> wanted.contains(c.isPrivate ? "private_channel" : "public_channel"))
            .filter(c -> !c.archived || !args.flag("exclude_archived"))
            .map(c -> c.json(Workspace.BOT_USER).add("num_members", c.members.size()).build())
            .toList();
    Paging.PagedItems<JsonObject> page = Paging.of(channels, args, 100, 1_000);
    return paged(object().add("channels", objects(page.items())), page.next());
  }

  private JsonObjectBuilder info(ApiArguments args) {
    WorkspaceChannel channel = workspace.channel(args.required("channel"));
    JsonObjectBuilder json = channel.json(Workspace.BOT_USER);
    if (args.flag("include_num_members")) {
      json.add("num_members", channel.members.size());
    }
    return object().add("channel", json);
  }

  private JsonObjectBuilder members(ApiArguments args) {
    WorkspaceChannel channel = workspace.channel(args.required("channel"));
    Paging.PagedItems<String> page = Paging.of(List.copyOf(channel.members), args, 100, 1_000);
    return paged(object().add("members", strings(page.items())), page.next());
  }

  static JsonObjectBuilder paged(JsonObjectBuilder answer, String next) {
    return answer.add("response_metadata", object().add("next_cursor", next));
  }

  private WorkspaceChannel ownOpen(ApiArguments args) {
    WorkspaceChannel channel = workspace.channel(args.required("channel"));
    channel.requireOpen();
    channel.requireMember(Workspace.BOT_USER);
    return channel;
  }
}
