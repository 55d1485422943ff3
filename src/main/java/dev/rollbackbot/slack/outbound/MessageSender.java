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

/** Says things so that they arrive: joins where it must, and goes without blocks where it must. */
final class MessageSender {
  static final Set<String> CHANNEL_GONE =
      Set.of("is_archived", "channel_not_found", "is_inactive", "posting_to_channel_denied");

  private static final Logger LOG = LoggerFactory.getLogger(MessageSender.class);
  private static final Set<String> BAD_BLOCKS =
      Set.of(
          "invalid_blocks",
          "invalid_blocks_format",
          "msg_blocks_too_long",
          "invalid_arguments",
          "msg_too_long");
  private static final Set<String> THREAD_GONE =
      Set.of("cannot_reply_to_message", "thread_not_found", "invalid_thread_ts");
  private static final Set<String> OUTSIDE = Set.of("not_in_channel");

  /** At most 2,000 messages are looked at to find one again. */
  private static final int MAX_PAGES = 10;

  /** Slack's clock may be behind ours. */
  private static final Duration SKEW = Duration.ofMinutes(2);

  private final SlackApi api;

  MessageSender(SlackApi api) {
    this.api = api;
  }

  /**
   * A place to say something.
   *
   * @param thread empty: in the channel itself
   */
  record Spot(String channel, Optional<String> thread) {
    static Spot in(String channel) {
      return new Spot(channel, Optional.empty());
    }
  }

  /**
   * What is said once.
   *
   * @param key unique for good
   * @param maybeDone look first: it may stand there already
   * @param since no older message can be it
   */
  record Once(String key, boolean maybeDone, Instant since) {}

  /** Says it, unless it was said before, and gives where it stands. */
  SlackResult<MessageRef> postOnce(Spot target, OutgoingMessage message, Once idempotency) {
    if (!idempotency.maybeDone()) {
      return post(target, message, idempotency.key());
    }
    return find(target, idempotency.since(), m -> hasKey(m, idempotency.key()))
        .then(found -> {
          if (found.isPresent()) {
            LOG.info("{} was posted before, nothing is sent", idempotency.key());
            return SlackResult.ok(new MessageRef(target.channel(), found.get().getTs()));
          }
          return post(target, message, idempotency.key());
        });
  }

  private SlackResult<MessageRef> post(Spot target, OutgoingMessage message, String key) {
    return joinThen(
            target.channel(),
            () -> api.messages().post(target.channel(), target.thread(), message, key))
        .recover(
            BAD_BLOCKS,
            why ->
                api.messages()
                    .post(target.channel(), target.thread(), withoutBlocks(message, why), key))
        .map(ts -> new MessageRef(target.channel(), ts))
        .recover(
            target.thread().isPresent() ? THREAD_GONE : Set.of(),
            _ -> post(Spot.in(target.channel()), message, key));
  }

  /** Draws a message anew in its place. */
  SlackResult<String> update(MessageRef ref, OutgoingMessage message) {
    return api.messages()
        .update(ref.channel(), ref.ts(), message)
        .recover(
            BAD_BLOCKS,
            why -> api.messages().update(ref.channel(), ref.ts(), withoutBlocks(message, why)));
  }

  private static OutgoingMessage withoutBlocks(OutgoingMessage message, ApiError error) {
    LOG.error("Slack refuses our blocks, the text goes alone: {}", error.why());
    return message.plain();
  }

  /** Does something in a channel, and joins it first where only members may. */
  <T> SlackResult<T> joinThen(String channel, Supplier<SlackResult<T>> act) {
    return act.get().recover(OUTSIDE, _ -> api.conversations().join(channel).then(_ -> act.get()));
  }

  /** The first message like that in a thread, or in a channel since then. */
  SlackResult<Optional<Message>> find(Spot target, Instant since, Predicate<Message> like) {
    Instant oldest = since.minus(SKEW);
    Function<String, SlackResult<ResultPage<Message>>> pages =
        target.thread().isPresent()
            ? cursor -> api.messages().replies(target.channel(), target.thread().get(), cursor)
            : cursor -> api.messages().history(target.channel(), oldest, cursor);
    return joinThen(target.channel(), () -> ResultPage.find(pages, like, MAX_PAGES))
        .recover(THREAD_GONE, _ -> SlackResult.ok(Optional.empty()));
  }

  private static boolean hasKey(Message message, String key) {
    Message.Metadata metadata = message.getMetadata();
    return metadata != null
        && MessagesApi.EVENT_TYPE.equals(metadata.getEventType())
        && metadata.getEventPayload() != null
        && key.equals(metadata.getEventPayload().get(MessagesApi.KEY));
  }
}
