package dev.rollbackbot.slack;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.slack.api.bolt.response.Response;
import dev.rollbackbot.runbook.Source;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Gives a second delivery of a payload the first one's answer, so that it opens no dialog and tells
 * nobody anything again. That nothing is done twice doesn't depend on this: the store knows each
 * payload's key for good, this memory ends with the process.
 */
final class Answered {
  /** Slack has given a payload up long before. */
  private static final Duration KEPT = Duration.ofMinutes(10);

  private static final int MOST = 10_000;

  private final Cache<String, CompletableFuture<Response>> known =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();

  /**
   * Answers it, or waits for whoever is answering it already. What is thrown is not remembered: a
   * second delivery is a second try then.
   *
   * @param body the payload as it came; no two wishes of people have the same
   */
  Response once(String body, Supplier<Response> answer) {
    String key = Source.sha256(body);
    CompletableFuture<Response> mine = new CompletableFuture<>();
    CompletableFuture<Response> first = known.asMap().putIfAbsent(key, mine);
    if (first != null) {
      return after(first);
    }
    try {
      Response response = answer.get();
      mine.complete(response);
      return response;
    } catch (RuntimeException e) {
      known.asMap().remove(key, mine);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private static Response after(CompletableFuture<Response> first) {
    try {
      return first.join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the first delivery of this payload failed", e);
    }
  }
}
