package dev.rollbackbot.slack.client;

import com.slack.api.methods.MethodsClient;
import com.slack.api.model.Conversation;
import com.slack.api.model.ConversationType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls to Slack's Web API about channels. */
public final class ConversationsApi {
  private final MethodsClient methods;

  ConversationsApi(MethodsClient methods) {
    this.methods = methods;
  }

  SlackResult<ResultPage<Conversation>> list(String cursor) {
    return list(ConversationType.PUBLIC_CHANNEL, cursor);
  }

  /** Those that the bot is in. */
  SlackResult<ResultPage<Conversation>> listPrivate(String cursor) {
    return list(ConversationType.PRIVATE_CHANNEL, cursor);
  }

  private SlackResult<ResultPage<Conversation>> list(ConversationType type, String cursor) {
    return ApiCalls.execute(
            "conversations.list",
            () ->
                methods.conversationsList(request ->
                    request
                        .excludeArchived(true)
                        .types(List.of(type))
                        .limit(ResultPage.SIZE)
                        .cursor(cursor)))
        .map(r -> ResultPage.of(named(r.getChannels()), r.getResponseMetadata()));
  }

  /** The channels that the bot is in. */
  SlackResult<ResultPage<Conversation>> own(String cursor) {
    return memberships(null, cursor);
  }

  /** The channels that a person is in; of private ones those that the bot is in as well. */
  SlackResult<ResultPage<Conversation>> of(String person, String cursor) {
    return memberships(person, cursor);
  }

  /** An app that was installed before it asked for groups:read sees public channels only. */
  private SlackResult<ResultPage<Conversation>> memberships(
      @Nullable String person, String cursor) {
    List<ConversationType> all =
        List.of(ConversationType.PUBLIC_CHANNEL, ConversationType.PRIVATE_CHANNEL);
    return memberships(person, all, cursor)
        .recover(
            Set.of("missing_scope"),
            _ -> memberships(person, List.of(ConversationType.PUBLIC_CHANNEL), cursor));
  }

  private SlackResult<ResultPage<Conversation>> memberships(
      @Nullable String person, List<ConversationType> types, String cursor) {
    return ApiCalls.execute(
            "users.conversations",
            () ->
                methods.usersConversations(request ->
                    request
                        .user(person)
                        .excludeArchived(true)
                        .types(types)
                        .limit(ResultPage.SIZE)
                        .cursor(cursor)))
        .map(r -> ResultPage.of(named(r.getChannels()), r.getResponseMetadata()));
  }

  public SlackResult<Conversation> create(String name, boolean isPrivate) {
    return ApiCalls.execute(
            "conversations.create",
            () -> methods.conversationsCreate(r -> r.name(name).isPrivate(isPrivate)))
        .map(r -> r.getChannel() != null && isNamed(r.getChannel()) ? r.getChannel() : null);
  }

  SlackResult<Conversation> info(String channel) {
    return ApiCalls.execute(
            "conversations.info", () -> methods.conversationsInfo(r -> r.channel(channel)))
        .map(r -> r.getChannel() != null && isNamed(r.getChannel()) ? r.getChannel() : null);
  }

  SlackResult<ResultPage<String>> members(String channel, String cursor) {
    return ApiCalls.execute(
            "conversations.members",
            () ->
                methods.conversationsMembers(
                    r -> r.channel(channel).limit(ResultPage.SIZE).cursor(cursor)))
        .map(r -> ResultPage.of(ResultPage.present(r.getMembers()), r.getResponseMetadata()));
  }

  public SlackResult<Boolean> join(String channel) {
    return ApiCalls.done(
        "conversations.join", () -> methods.conversationsJoin(r -> r.channel(channel)));
  }

  /** Invites with {@code force=true}: users who can't be invited are skipped. */
  public SlackResult<Boolean> invite(String channel, List<String> people) {
    return ApiCalls.done(
        "conversations.invite",
        () -> methods.conversationsInvite(r -> r.channel(channel).users(people).force(true)));
  }

  public SlackResult<Boolean> topic(String channel, String topic) {
    return ApiCalls.done(
        "conversations.setTopic",
        () -> methods.conversationsSetTopic(r -> r.channel(channel).topic(topic)));
  }

  public SlackResult<Boolean> bookmark(String channel, String title, String link) {
    return ApiCalls.done(
        "bookmarks.add",
        () -> methods.bookmarksAdd(r -> r.channelId(channel).title(title).type("link").link(link)));
  }

  public SlackResult<Boolean> pin(String channel, String ts) {
    return ApiCalls.done("pins.add", () -> methods.pinsAdd(r -> r.channel(channel).timestamp(ts)));
  }

  private static List<Conversation> named(@Nullable List<Conversation> channels) {
    return ResultPage.present(channels).stream().filter(ConversationsApi::isNamed).toList();
  }

  private static boolean isNamed(Conversation channel) {
    return channel.getId() != null && channel.getName() != null;
  }
}
