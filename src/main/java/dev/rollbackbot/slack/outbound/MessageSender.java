package dev.rollbackbot.slack.outbound;

import com.slack.api.model.Message;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.slack.client.MessagesApi;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.client.ResultPage;
import dev.rollbackbot.slack.client.SlackApi;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.client.SlackResult.ApiError;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends messages once; joins the channel or sends without blocks where Slack demands it. */
record MessageSender(SlackApi api) {
  static final Set<String> CHANNEL_UNUSABLE =
      Set.of(
          "is_archived",
          "channel_not_found",
          "is_inactive",
          "posting_to_channel_denied",
          "restricted_action",
          "restricted_action_read_only_channel",
          "restricted_action_thread_only_channel",
          "restricted_action_non_threadable_channel",
          "restricted_action_thread_locked");

  /** Slack's clock may be behind ours. */
  static final Duration CLOCK_SKEW = Duration.ofMinutes(2);

  private static final Logger LOG = LoggerFactory.getLogger(MessageSender.class);
  private static final Set<String> BAD_BLOCKS =
      Set.of(
          "invalid_blocks",
          "invalid_blocks_format",
          "msg_blocks_too_long",
          "invalid_arguments",
          "msg_too_long");
  private static final Set<String> NO_THREAD =
      Set.of("cannot_reply_to_message", "thread_not_found", "invalid_thread_ts");
  private static final Set<String> NOT_A_MEMBER = Set.of("not_in_channel");

  /** At most 2,000 messages are searched. */
  private static final int MAX_PAGES = 10;

  /** Where to post; without a thread, in the channel itself. */
  record MessageTarget(String channel, Optional<String> thread) {
    static MessageTarget in(String channel) {
      return new MessageTarget(channel, Optional.empty());
    }

    /** The message's thread; in any other channel than the message's, the channel itself. */
    static MessageTarget inThreadOf(MessageRef ref, String channel) {
      return new MessageTarget(
          channel, Optional.of(ref.ts()).filter(_ -> channel.equals(ref.channel())));
    }
  }

  /**
   * The key is unique for good; if an attempt may have posted it, messages since then are searched.
   */
  record Idempotency(String key, boolean maybeDone, Instant since) {}

  SlackResult<MessageRef> postOnce(
      MessageTarget target, OutgoingMessage message, Idempotency once) {
    if (!once.maybeDone()) {
      return post(target, message, once.key());
    }
    return find(target, once.since(), m -> hasKey(m, once.key()))
        .then(found -> {
          if (found.isEmpty()) {
            return post(target, message, once.key());
          }
          LOG.info("already posted key={}", once.key());
          return SlackResult.ok(new MessageRef(target.channel(), found.get().getTs()));
        });
  }

  private SlackResult<MessageRef> post(MessageTarget target, OutgoingMessage message, String key) {
    String channel = target.channel();
    return joinThen(channel, () -> api.messages().post(channel, target.thread(), message, key))
        .recover(
            BAD_BLOCKS,
            error ->
                api.messages().post(channel, target.thread(), withoutBlocks(message, error), key))
        .map(ts -> new MessageRef(channel, ts))
        .recover(
            target.thread().isPresent() ? NO_THREAD : Set.of(),
            _ -> post(MessageTarget.in(channel), message, key));
  }

  SlackResult<String> update(MessageRef ref, OutgoingMessage message) {
    return api.messages()
        .update(ref.channel(), ref.ts(), message)
        .recover(
            BAD_BLOCKS,
            error -> api.messages().update(ref.channel(), ref.ts(), withoutBlocks(message, error)));
  }

  private static OutgoingMessage withoutBlocks(OutgoingMessage message, ApiError error) {
    LOG.error("blocks refused, sending the text alone reason={}", error.why());
    return message.plain();
  }

  /** Makes the call, and once more after joining the channel if only members may make it. */
  <T> SlackResult<T> joinThen(String channel, Supplier<SlackResult<T>> call) {
    return call.get()
        .recover(NOT_A_MEMBER, _ -> api.conversations().join(channel).then(_ -> call.get()));
  }

  SlackResult<Optional<Message>> find(
      MessageTarget target, Instant since, Predicate<Message> condition) {
    Function<String, SlackResult<ResultPage<Message>>> pages =
        target.thread().isPresent()
            ? cursor -> api.messages().replies(target.channel(), target.thread().get(), cursor)
            : cursor -> api.messages().history(target.channel(), since.minus(CLOCK_SKEW), cursor);
    return joinThen(target.channel(), () -> ResultPage.find(pages, condition, MAX_PAGES))
        .recover(NO_THREAD, _ -> SlackResult.ok(Optional.empty()));
  }

  private static boolean hasKey(Message message, String key) {
    Message.Metadata metadata = message.getMetadata();
    return metadata != null
        && MessagesApi.EVENT_TYPE.equals(metadata.getEventType())
        && metadata.getEventPayload() != null
        && key.equals(metadata.getEventPayload().get(MessagesApi.KEY));
  }
}
