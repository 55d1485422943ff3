package dev.rollbackbot.slack.client;

import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.response.chat.ChatPostMessageResponse;
import com.slack.api.methods.response.chat.ChatUpdateResponse;
import com.slack.api.model.Message;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The calls to Slack's Web API about messages. */
public final class MessagesApi {
  public static final String EVENT_TYPE = "rollback_bot_post";
  public static final String KEY = "key";

  private final MethodsClient methods;

  MessagesApi(MethodsClient methods) {
    this.methods = methods;
  }

  /** Returns the message's ts. A later attempt finds the message by the key in its metadata. */
  public SlackResult<String> post(
      String channel, Optional<String> thread, OutgoingMessage message, String key) {
    return ApiCalls.execute(
            "chat.postMessage",
            () ->
                methods.chatPostMessage(request -> {
                  request.channel(channel).text(message.text()).metadata(metadata(key));
                  request.unfurlLinks(false).unfurlMedia(false);
                  thread.ifPresent(request::threadTs);
                  return message.blocks().isEmpty() ? request : request.blocks(message.blocks());
                }),
            r -> SlackApi.messages(r.getResponseMetadata()))
        .map(ChatPostMessageResponse::getTs);
  }

  public SlackResult<String> update(String channel, String ts, OutgoingMessage message) {
    return ApiCalls.execute(
            "chat.update",
            () ->
                methods.chatUpdate(
                    r -> r.channel(channel).ts(ts).text(message.text()).blocks(message.blocks())),
            r -> SlackApi.messages(r.getResponseMetadata()))
        .map(ChatUpdateResponse::getTs);
  }

  public SlackResult<String> ephemeral(String channel, String person, OutgoingMessage message) {
    return ApiCalls.execute(
            "chat.postEphemeral",
            () ->
                methods.chatPostEphemeral(request -> {
                  request.channel(channel).user(person).text(message.text());
                  return message.blocks().isEmpty() ? request : request.blocks(message.blocks());
                }))
        .map(r -> r.getMessageTs());
  }

  public SlackResult<ResultPage<Message>> history(String channel, Instant oldest, String cursor) {
    return ApiCalls.execute(
            "conversations.history",
            () ->
                methods.conversationsHistory(request ->
                    request
                        .channel(channel)
                        .oldest(oldest.getEpochSecond() + ".000000")
                        .includeAllMetadata(true)
                        .limit(ResultPage.SIZE)
                        .cursor(cursor)))
        .map(r -> ResultPage.of(withTs(r.getMessages()), r.getResponseMetadata()));
  }

  public SlackResult<ResultPage<Message>> replies(String channel, String thread, String cursor) {
    return ApiCalls.execute(
            "conversations.replies",
            () ->
                methods.conversationsReplies(request ->
                    request
                        .channel(channel)
                        .ts(thread)
                        .includeAllMetadata(true)
                        .limit(ResultPage.SIZE)
                        .cursor(cursor)))
        .map(r -> ResultPage.of(withTs(r.getMessages()), r.getResponseMetadata()));
  }

  public SlackResult<String> permalink(String channel, String ts) {
    return ApiCalls.execute(
            "chat.getPermalink",
            () -> methods.chatGetPermalink(r -> r.channel(channel).messageTs(ts)))
        .map(r -> r.getPermalink());
  }

  private static Message.Metadata metadata(String key) {
    return Message.Metadata.builder().eventType(EVENT_TYPE).eventPayload(Map.of(KEY, key)).build();
  }

  private static List<Message> withTs(@Nullable List<Message> messages) {
    return ResultPage.present(messages).stream().filter(m -> m.getTs() != null).toList();
  }
}
