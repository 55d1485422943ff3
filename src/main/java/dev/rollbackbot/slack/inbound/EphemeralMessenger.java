package dev.rollbackbot.slack.inbound;

import com.slack.api.app_backend.interactive_components.response.ActionResponse;
import com.slack.api.bolt.util.Responder;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.client.SlackApi;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends replies that one person sees, in the background: Slack does not wait for them. */
final class EphemeralMessenger implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EphemeralMessenger.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final SlackApi api;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  EphemeralMessenger(SlackApi api) {
    this.api = api;
  }

  /** Who gets a reply; the channel and the response URL of the click may be unknown. */
  record ReplyTarget(String person, Optional<String> channel, Optional<String> responseUrl) {}

  /** Best effort: failures are only logged. */
  void send(ReplyTarget target, OutgoingMessage reply) {
    send(target, () -> reply);
  }

  /** The same for a reply that takes calls to find. */
  void send(ReplyTarget target, Supplier<OutgoingMessage> found) {
    executor.execute(() -> {
      OutgoingMessage reply = found.get();
      OutgoingMessage message =
          reply.blocks().isEmpty()
              ? new OutgoingMessage(reply.text(), BlockKit.sections(reply.text()))
              : reply;
      boolean sent =
          target.responseUrl().map(url -> respond(url, message)).orElse(false)
              || target.channel().map(c -> post(c, target.person(), message)).orElse(false);
      if (!sent) {
        LOG.warn("reply not sent person={}", target.person());
      }
    });
  }

  private boolean respond(String url, OutgoingMessage message) {
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
      return new Responder(api.sdk(), url).send(response).getCode() == OK;
    } catch (IOException e) {
      LOG.info("response URL failed reason={}", e.getMessage());
      return false;
    }
  }

  private boolean post(String channel, String person, OutgoingMessage message) {
    if (api.messages().ephemeral(channel, person, message) instanceof CallFailed<String> failed) {
      LOG.info("ephemeral message failed reason={}", failed.error().why());
      return false;
    }
    return true;
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
