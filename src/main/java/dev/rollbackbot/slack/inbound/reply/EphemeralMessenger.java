package dev.rollbackbot.slack.inbound.reply;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.slack.api.app_backend.interactive_components.response.ActionResponse;
import com.slack.api.bolt.util.Responder;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.client.SlackApi;
import dev.rollbackbot.slack.client.SlackResult.ApiError;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.client.SlackResult.Ok;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends replies that one person sees, in the background: Slack does not wait for them. */
public final class EphemeralMessenger implements ReplySender, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EphemeralMessenger.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final int OK = 200;

  private static final Duration NOTICE_LIMIT = Duration.ofMinutes(1);
  private static final int MAX_NOTICES = 10_000;

  private final SlackApi api;
  private final Cache<String, Future<Sent>> notices =
      Caffeine.newBuilder().maximumSize(MAX_NOTICES).expireAfterWrite(NOTICE_LIMIT).build();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  public EphemeralMessenger(SlackApi api) {
    this.api = api;
  }

  /** Who gets a reply; the channel and the response URL of the click may be unknown. */
  public record ReplyTarget(String person, Optional<String> channel, Optional<String> responseUrl) {
    /** A response URL is no text for a log. */
    @Override
    public String toString() {
      return "ReplyTarget[" + person + ", " + channel + "]";
    }
  }

  public enum Sent {
    SENT,
    /** Another try may succeed. */
    NOT_YET,
    /** Nobody can be reached there. */
    IMPOSSIBLE
  }

  /** Best effort: failures are only logged. */
  @Override
  public void send(ReplyTarget target, OutgoingMessage reply) {
    Future<Sent> _ = submit(target, () -> reply);
  }

  @Override
  public void send(ReplyTarget target, Supplier<OutgoingMessage> found) {
    Future<Sent> _ = submit(target, found);
  }

  private Future<Sent> submit(ReplyTarget target, Supplier<OutgoingMessage> found) {
    return executor.submit(() -> {
      Sent sent = deliver(target, found.get());
      if (sent != Sent.SENT) {
        LOG.warn("reply not sent person={}", target.person());
      }
      return sent;
    });
  }

  /** As {@link #send}; {@link #isUnderWay} tells whether this is over. */
  public void sendNotice(String key, ReplyTarget target, OutgoingMessage reply) {
    notices.put(key, submit(target, () -> reply));
  }

  /** Whether the notice of that payload is still being sent. */
  public boolean isUnderWay(String key) {
    Future<Sent> notice = notices.getIfPresent(key);
    return notice != null && !notice.isDone();
  }

  /** Waits until it is sent, or is known not to be. */
  public Sent deliver(ReplyTarget target, OutgoingMessage reply) {
    OutgoingMessage message =
        reply.blocks().isEmpty()
            ? new OutgoingMessage(reply.text(), BlockKit.sections(reply.text()))
            : reply;
    Sent responded = target.responseUrl().map(url -> respond(url, message)).orElse(Sent.IMPOSSIBLE);
    if (responded == Sent.SENT) {
      return Sent.SENT;
    }
    return target.channel().map(c -> post(c, target.person(), message)).orElse(responded);
  }

  private Sent respond(String url, OutgoingMessage message) {
    ActionResponse response =
        ActionResponse.builder()
            .responseType("ephemeral")
            .replaceOriginal(false)
            .text(message.text())
            .build();
    if (!message.blocks().isEmpty()) {
      response.setBlocks(message.blocks());
    }
    try {
      return new Responder(api.sdk(), url).send(response).getCode() == OK
          ? Sent.SENT
          : Sent.IMPOSSIBLE;
    } catch (IOException e) {
      // The exception's text may hold the URL.
      LOG.info("response URL failed error={}", e.getClass().getSimpleName());
      return Sent.NOT_YET;
    }
  }

  private Sent post(String channel, String person, OutgoingMessage message) {
    return switch (api.messages().ephemeral(channel, person, message)) {
      case Ok<String> _ -> Sent.SENT;
      case CallFailed<String> failed -> {
        LOG.info("ephemeral message failed reason={}", failed.error().why());
        yield failed.error() instanceof ApiError ? Sent.IMPOSSIBLE : Sent.NOT_YET;
      }
    };
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("closed before all replies were sent");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
