package dev.rollbackbot.slack;

import com.slack.api.methods.MethodsClient;
import com.slack.api.model.Conversation;
import com.slack.api.model.ConversationType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls to Slack's Web API that are about channels and what is in them. */
final class ConversationsApi {
  private final MethodsClient methods;

  ConversationsApi(MethodsClient methods) {
    this.methods = methods;
  }

  Reply<ResultPage<Conversation>> list(String cursor) {
    return Calls.make(
            "conversations.list",
            () ->
                methods.conversationsList(r ->
                    r.excludeArchived(true)
                        .types(List.of(ConversationType.PUBLIC_CHANNEL))
                        .limit(ResultPage.SIZE)
                        .cursor(cursor)))
        .map(r -> ResultPage.of(named(r.getChannels()), r.getResponseMetadata()));
  }

  Reply<Conversation> create(String name) {
    return Calls.make("conversations.create", () -> methods.conversationsCreate(r -> r.name(name)))
        .map(r -> r.getChannel() != null && isNamed(r.getChannel()) ? r.getChannel() : null);
  }

  Reply<Boolean> join(String channel) {
    return Calls.done(
        "conversations.join", () -> methods.conversationsJoin(r -> r.channel(channel)));
  }

  /** Those who can be invited are, whoever else can't. */
  Reply<Boolean> invite(String channel, List<String> people) {
    return Calls.done(
        "conversations.invite",
        () -> methods.conversationsInvite(r -> r.channel(channel).users(people).force(true)));
  }

  Reply<ResultPage<String>> members(String channel, String cursor) {
    return Calls.make(
            "conversations.members",
            () ->
                methods.conversationsMembers(
                    r -> r.channel(channel).limit(ResultPage.SIZE).cursor(cursor)))
        .map(r -> ResultPage.of(r.getMembers(), r.getResponseMetadata()));
  }

  Reply<Boolean> topic(String channel, String topic) {
    return Calls.done(
        "conversations.setTopic",
        () -> methods.conversationsSetTopic(r -> r.channel(channel).topic(topic)));
  }

  Reply<Boolean> bookmark(String channel, String title, String link) {
    return Calls.done(
        "bookmarks.add",
        () -> methods.bookmarksAdd(r -> r.channelId(channel).title(title).type("link").link(link)));
  }

  Reply<Boolean> pin(String channel, String ts) {
    return Calls.done("pins.add", () -> methods.pinsAdd(r -> r.channel(channel).timestamp(ts)));
  }

  private static List<Conversation> named(@Nullable List<Conversation> channels) {
    return ResultPage.present(channels).stream().filter(ConversationsApi::isNamed).toList();
  }

  private static boolean isNamed(Conversation channel) {
    return channel.getId() != null && channel.getName() != null;
  }
}
