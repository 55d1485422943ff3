package dev.rollbackbot.slack.inbound.preview;

import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.inbound.reply.EphemeralMessenger.ReplyTarget;
import dev.rollbackbot.slack.inbound.reply.ReplySender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what takes longer than Slack waits, to one person; a few at a time. */
public final class BackgroundAnswers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundAnswers.class);

  /** The provider's calls are needed for incidents first. */
  private static final int AT_ONCE = 2;

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final Semaphore free = new Semaphore(AT_ONCE);
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Starts to read; the answer goes to {@code target}. False: others are being read, so this one is
   * not.
   */
  public boolean start(Supplier<OutgoingMessage> answer, ReplySender replies, ReplyTarget target) {
    if (!free.tryAcquire()) {
      return false;
    }
    executor.execute(() -> {
      try {
        replies.send(target, answer.get());
      } catch (RuntimeException e) {
        LOG.error("not read for a person", e);
        replies.send(
            target,
            new OutgoingMessage(
                "The bot itself failed to read it. Its log says why. Nothing was changed.",
                List.of()));
      } finally {
        free.release();
      }
    });
    return true;
  }

  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("closed before all answers were given");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
