package dev.rollbackbot.slack.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rollbackbot.slack.client.SlackResult.ApiError;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.client.SlackResult.Ok;
import dev.rollbackbot.slack.client.SlackResult.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what Slack said. Young answers are taken as they are; an older one still serves for a
 * while when Slack can't say, never when Slack says no.
 */
final class StaleTolerantCache<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StaleTolerantCache.class);
  private static final int MAX = 1_000;

  private final Map<String, Future<SlackResult<T>>> inFlight = new ConcurrentHashMap<>();
  private final Cache<String, CachedValue<T>> cache =
      Caffeine.newBuilder().maximumSize(MAX).build();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Function<String, SlackResult<T>> fetch;
  private final CacheTimes cacheTimes;
  private final InstantSource clock;

  /**
   * How long things hold.
   *
   * @param freshFor younger answers are not asked for again
   * @param staleFor how old an answer may be when Slack can't say
   * @param within how long a caller is kept waiting, however many answers it needs
   */
  record CacheTimes(Duration freshFor, Duration staleFor, Duration within) {}

  private record CachedValue<T>(T value, Instant at) {}

  StaleTolerantCache(
      Function<String, SlackResult<T>> ask, CacheTimes cacheTimes, InstantSource clock) {
    this.fetch = ask;
    this.cacheTimes = cacheTimes;
    this.clock = clock;
  }

  /** What is known of it, now or lately. */
  SlackResult<T> get(String key, WaitDeadline until) {
    CachedValue<T> before = cache.getIfPresent(key);
    if (before != null && age(before).compareTo(cacheTimes.freshFor()) < 0) {
      return SlackResult.ok(before.value());
    }
    return switch (awaitFetch(key, until)) {
      case Ok<T> ok -> ok;
      case CallFailed<T>(ApiError apiError) -> new CallFailed<>(apiError);
      case CallFailed<T> callFailed -> {
        if (before != null && age(before).compareTo(cacheTimes.staleFor()) < 0) {
          LOG.warn("{}: what is known of {} serves", callFailed.error().why(), key);
          yield SlackResult.ok(before.value());
        }
        yield callFailed;
      }
    };
  }

  /** What is known of it without asking, however old. */
  Optional<T> cached(String key) {
    return Optional.ofNullable(cache.getIfPresent(key)).map(CachedValue::value);
  }

  /**
   * Asks, or waits for the answer that somebody else asked for already. One that comes too late is
   * remembered all the same.
   */
  private SlackResult<T> awaitFetch(String key, WaitDeadline until) {
    Future<SlackResult<T>> answer = inFlight.computeIfAbsent(key, this::fetch);
    try {
      return answer.get(until.left(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return new CallFailed<>(
          new Unavailable("Slack did not answer within " + cacheTimes.within().toMillis() + " ms"));
    } catch (ExecutionException e) {
      LOG.error("What Slack says about {} can't be used", key, e.getCause());
      return new CallFailed<>(new Unavailable("Slack's answer can't be used"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new CallFailed<>(new Unavailable("The bot is stopping"));
    }
  }

  private Future<SlackResult<T>> fetch(String key) {
    Instant at = clock.instant();
    return executor.submit(() -> {
      try {
        SlackResult<T> said = fetch.apply(key);
        if (said instanceof Ok<T>(T value)) {
          cache.put(key, new CachedValue<>(value, at));
        }
        return said;
      } finally {
        inFlight.remove(key);
      }
    });
  }

  private Duration age(CachedValue<T> cachedValue) {
    return Duration.between(cachedValue.at(), clock.instant());
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
