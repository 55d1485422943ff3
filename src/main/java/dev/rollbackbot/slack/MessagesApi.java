package dev.rollbackbot.slack;

import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.response.chat.ChatPostMessageResponse;
import com.slack.api.methods.response.chat.ChatUpdateResponse;
import com.slack.api.model.Message;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The calls to Slack's Web API that are about messages. */
final class MessagesApi {
  static final String EVENT_TYPE = "rollback_bot_post";
  static final String KEY = "key";

  private final MethodsClient methods;

  MessagesApi(MethodsClient methods) {
    this.methods = methods;
  }

  /**
   * Posts and gives the message's ts.
   *
   * @param thread empty: in the channel itself
   * @param key goes into the metadata, so that the message is found again
   */
  Reply<String> post(String channel, Optional<String> thread, Draft draft, String key) {
    return Calls.make(
            "chat.postMessage",
            () ->
                methods.chatPostMessage(r -> {
                  r.channel(channel).text(draft.text()).metadata(metadata(key));
                  r.unfurlLinks(false).unfurlMedia(false);
                  thread.ifPresent(r::threadTs);
                  return draft.blocks().isEmpty() ? r : r.blocks(draft.blocks());
                }),
            r -> SlackApi.messages(r.getResponseMetadata()))
        .map(ChatPostMessageResponse::getTs);
  }

  Reply<String> update(String channel, String ts, Draft draft) {
    return Calls.make(
            "chat.update",
            () ->
                methods.chatUpdate(
                    r -> r.channel(channel).ts(ts).text(draft.text()).blocks(draft.blocks())),
            r -> SlackApi.messages(r.getResponseMetadata()))
        .map(ChatUpdateResponse::getTs);
  }

  Reply<String> ephemeral(String channel, String person, String text) {
    return Calls.make(
            "chat.postEphemeral",
            () -> methods.chatPostEphemeral(r -> r.channel(channel).user(person).text(text)))
        .map(r -> r.getMessageTs());
  }

  Reply<ResultPage<Message>> history(String channel, Instant oldest, String cursor) {
    return Calls.make(
            "conversations.history",
            () ->
                methods.conversationsHistory(r ->
                    r.channel(channel)
                        .oldest(oldest.getEpochSecond() + ".000000")
                        .includeAllMetadata(true)
                        .limit(ResultPage.SIZE)
                        .cursor(cursor)))
        .map(r -> ResultPage.of(placed(r.getMessages()), r.getResponseMetadata()));
  }

  Reply<ResultPage<Message>> replies(String channel, String thread, String cursor) {
    return Calls.make(
            "conversations.replies",
            () ->
                methods.conversationsReplies(r ->
                    r.channel(channel)
                        .ts(thread)
                        .includeAllMetadata(true)
                        .limit(ResultPage.SIZE)
                        .cursor(cursor)))
        .map(r -> ResultPage.of(placed(r.getMessages()), r.getResponseMetadata()));
  }

  Reply<String> permalink(String channel, String ts) {
    return Calls.make(
            "chat.getPermalink",
            () -> methods.chatGetPermalink(r -> r.channel(channel).messageTs(ts)))
        .map(r -> r.getPermalink());
  }

  private static Message.Metadata metadata(String key) {
    return Message.Metadata.builder().eventType(EVENT_TYPE).eventPayload(Map.of(KEY, key)).build();
  }

  private static List<Message> placed(@Nullable List<Message> messages) {
    return ResultPage.present(messages).stream().filter(m -> m.getTs() != null).toList();
  }
}
