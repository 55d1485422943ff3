package dev.rollbackbot.slack.inbound;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.slack.api.bolt.response.Response;
import dev.rollbackbot.runbook.SourceText;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Gives a second delivery of a payload the first one's answer, so that it opens no dialog and tells
 * nobody anything again. That nothing is done twice doesn't depend on this: the store knows each
 * payload's key for good, this memory ends with the process.
 */
final class ResponseCache {
  /** Slack has given a payload up long before. */
  private static final Duration KEPT = Duration.ofMinutes(10);

  private static final int MOST = 10_000;

  private final AsyncCache<String, Response> responses =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).buildAsync();

  /**
   * Answers it, or waits for whoever is answering it already. A failure is not remembered: a second
   * delivery is a second try then.
   *
   * @param body the payload as it came; no two wishes of people have the same
   * @throws java.util.concurrent.CompletionException where answering fails, here or there
   */
  Response respondOnce(String body, Supplier<Response> answer) {
    CompletableFuture<Response> ownResponse = new CompletableFuture<>();
    CompletableFuture<Response> first =
        responses.asMap().putIfAbsent(SourceText.sha256(body), ownResponse);
    if (first != null) {
      return first.join();
    }
    return ownResponse.completeAsync(answer, Runnable::run).join();
  }
}
