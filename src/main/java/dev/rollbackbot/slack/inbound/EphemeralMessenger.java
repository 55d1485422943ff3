package dev.rollbackbot.slack.inbound;

import com.slack.api.Slack;
import com.slack.api.app_backend.interactive_components.response.ActionResponse;
import com.slack.api.bolt.util.Responder;
import com.slack.api.webhook.WebhookResponse;
import dev.rollbackbot.slack.client.SlackApi;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells one person something, without keeping Slack waiting for it. */
final class EphemeralMessenger implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EphemeralMessenger.class);
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final Slack slack;
  private final SlackApi api;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  EphemeralMessenger(SlackApi api) {
    this.slack = api.sdk();
    this.api = api;
  }

  /**
   * Whom to tell and where.
   *
   * @param channel empty: it is not known
   * @param responseUrl where Slack takes an answer to a click; empty: there is none
   */
  record Ear(String person, Optional<String> channel, Optional<String> responseUrl) {}

  /** Tells it in the background; whoever can't be told has done nothing wrong. */
  void send(Ear replyTarget, String text) {
    executor.execute(() -> {
      boolean heard =
          replyTarget.responseUrl().map(url -> respond(url, text)).orElse(false)
              || replyTarget
                  .channel()
                  .map(c -> ephemeral(c, replyTarget.person(), text))
                  .orElse(false);
      if (!heard) {
        LOG.warn("{} could not be told something", replyTarget.person());
      }
    });
  }

  private boolean respond(String url, String text) {
    try {
      WebhookResponse said =
          new Responder(slack, url)
              .send(
                  ActionResponse.builder()
                      .responseType("ephemeral")
                      .replaceOriginal(false)
                      .text(text)
                      .build());
      return said.getCode() == OK;
    } catch (IOException e) {
      LOG.info("An answer did not arrive: {}", e.getMessage());
      return false;
    }
  }

  private boolean ephemeral(String channel, String person, String text) {
    SlackResult<String> said = api.messages().ephemeral(channel, person, text);
    if (said instanceof CallFailed<String> failed) {
      LOG.info("An answer did not arrive: {}", failed.error().why());
    }
    return said instanceof SlackResult.Ok<String>;
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Some people could not be answered before the end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
