package dev.rollbackbot.slack;

import com.slack.api.model.Message;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.slack.Reply.Refused;
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
final class Voice {
  static final Set<String> CHANNEL_GONE =
      Set.of("is_archived", "channel_not_found", "is_inactive", "posting_to_channel_denied");

  private static final Logger LOG = LoggerFactory.getLogger(Voice.class);
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

  Voice(SlackApi api) {
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
  Reply<MessageRef> say(Spot spot, Draft draft, Once once) {
    if (!once.maybeDone()) {
      return post(spot, draft, once.key());
    }
    return find(spot, once.since(), m -> has(m, once.key()))
        .then(found -> {
          if (found.isPresent()) {
            LOG.info("{} was posted before, nothing is sent", once.key());
            return Reply.ok(new MessageRef(spot.channel(), found.get().getTs()));
          }
          return post(spot, draft, once.key());
        });
  }

  private Reply<MessageRef> post(Spot spot, Draft draft, String key) {
    return member(
            spot.channel(), () -> api.messages().post(spot.channel(), spot.thread(), draft, key))
        .instead(
            BAD_BLOCKS,
            why -> api.messages().post(spot.channel(), spot.thread(), bare(draft, why), key))
        .map(ts -> new MessageRef(spot.channel(), ts))
        .instead(
            spot.thread().isPresent() ? THREAD_GONE : Set.of(),
            _ -> post(Spot.in(spot.channel()), draft, key));
  }

  /** Draws a message anew in its place. */
  Reply<String> change(MessageRef ref, Draft draft) {
    return api.messages()
        .update(ref.channel(), ref.ts(), draft)
        .instead(
            BAD_BLOCKS, why -> api.messages().update(ref.channel(), ref.ts(), bare(draft, why)));
  }

  private static Draft bare(Draft draft, Refused why) {
    LOG.error("Slack refuses our blocks, the text goes alone: {}", why.why());
    return draft.plain();
  }

  /** Does something in a channel, and joins it first where only members may. */
  <T> Reply<T> member(String channel, Supplier<Reply<T>> act) {
    return act.get().instead(OUTSIDE, _ -> api.conversations().join(channel).then(_ -> act.get()));
  }

  /** The first message like that in a thread, or in a channel since then. */
  Reply<Optional<Message>> find(Spot spot, Instant since, Predicate<Message> like) {
    Instant oldest = since.minus(SKEW);
    Function<String, Reply<ResultPage<Message>>> pages =
        spot.thread().isPresent()
            ? cursor -> api.messages().replies(spot.channel(), spot.thread().get(), cursor)
            : cursor -> api.messages().history(spot.channel(), oldest, cursor);
    return member(spot.channel(), () -> ResultPage.find(pages, like, MAX_PAGES))
        .instead(THREAD_GONE, _ -> Reply.ok(Optional.empty()));
  }

  private static boolean has(Message message, String key) {
    Message.Metadata m = message.getMetadata();
    return m != null
        && MessagesApi.EVENT_TYPE.equals(m.getEventType())
        && m.getEventPayload() != null
        && key.equals(m.getEventPayload().get(MessagesApi.KEY));
  }
}
