package dev.rollbackbot.slack.inbound;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.slack.api.bolt.response.Response;
import dev.rollbackbot.runbook.SourceText;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Returns the first delivery's response to a second delivery, so that no modal opens and no reply
 * is sent twice. Idempotency does not depend on it: the store keeps each payload's key for 90 days.
 */
final class ResponseCache {
  /** Slack stops delivering a payload long before. */
  private static final Duration EXPIRY = Duration.ofMinutes(10);

  private static final int MAX_ENTRIES = 10_000;

  private final AsyncCache<String, Response> responses =
      Caffeine.newBuilder().maximumSize(MAX_ENTRIES).expireAfterWrite(EXPIRY).buildAsync();

  /** Handles the payload, or waits for its first delivery's response. Failures are not cached. */
  Response respondOnce(String body, Supplier<Response> handle) {
    CompletableFuture<Response> ownResponse = new CompletableFuture<>();
    CompletableFuture<Response> first =
        responses.asMap().putIfAbsent(SourceText.sha256(body), ownResponse);
    return first != null ? first.join() : ownResponse.completeAsync(handle, Runnable::run).join();
  }
}
