package dev.rollbackbot.slack.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rollbackbot.slack.client.SlackResult.ApiError;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.client.SlackResult.Ok;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Caches results. A stale one is used while Slack is unavailable, not when it refuses, and never
 * for a caller that needs a fresh one.
 */
final class StaleTolerantCache<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StaleTolerantCache.class);
  private static final int MAX_ENTRIES = 1_000;
  private static final int TURNS = 64;

  private final Map<String, Future<SlackResult<T>>> inFlight = new ConcurrentHashMap<>();

  /** Fetches for callers that need a fresh value; none of them has begun. */
  private final Map<String, Future<SlackResult<T>>> waiting = new ConcurrentHashMap<>();

  private final List<Lock> turns =
      Stream.generate(ReentrantLock::new).limit(TURNS).map(Lock.class::cast).toList();
  private final Cache<String, CachedValue<T>> cache =
      Caffeine.newBuilder().maximumSize(MAX_ENTRIES).build();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Function<String, SlackResult<T>> fetch;
  private final CacheTimes times;
  private final InstantSource clock;

  /**
   * How long cached values are used.
   *
   * @param freshFor younger values are not fetched again
   * @param staleFor the maximum age while Slack is unavailable
   * @param within how long a caller waits, however many values it needs
   */
  record CacheTimes(Duration freshFor, Duration staleFor, Duration within) {}

  private record CachedValue<T>(T value, Instant at) {}

  StaleTolerantCache(
      Function<String, SlackResult<T>> fetch, CacheTimes times, InstantSource clock) {
    this.fetch = fetch;
    this.times = times;
    this.clock = clock;
  }

  SlackResult<T> get(String key, WaitDeadline deadline, Freshness freshness) {
    return switch (freshness) {
      case CACHED -> get(key, deadline);
      // A fetch in flight may have read its value before the caller asked; a waiting one has not.
      case FRESH -> await(waiting.computeIfAbsent(key, this::fetchAfterOthers), key, deadline);
    };
  }

  SlackResult<T> get(String key, WaitDeadline deadline) {
    Optional<T> fresh = fresh(key);
    if (fresh.isPresent()) {
      return SlackResult.ok(fresh.get());
    }
    CachedValue<T> cached = cache.getIfPresent(key);
    return switch (awaitFetch(key, deadline)) {
      case Ok<T> ok -> ok;
      case CallFailed<T> failed -> {
        if (failed.error() instanceof ApiError
            || cached == null
            || age(cached).compareTo(times.staleFor()) >= 0) {
          yield failed;
        }
        LOG.warn("using the cached value key={} reason={}", key, failed.error().why());
        yield SlackResult.ok(cached.value());
      }
    };
  }

  /** The cached value if it is young enough to need no call. */
  private Optional<T> fresh(String key) {
    return Optional.ofNullable(cache.getIfPresent(key))
        .filter(cached -> age(cached).compareTo(times.freshFor()) < 0)
        .map(CachedValue::value);
  }

  /**
   * The cached value without waiting while it is trusted; one that is not fresh is fetched again in
   * the background.
   */
  Optional<T> known(String key) {
    CachedValue<T> cached = cache.getIfPresent(key);
    if (cached == null || age(cached).compareTo(times.staleFor()) >= 0) {
      return Optional.empty();
    }
    if (age(cached).compareTo(times.freshFor()) >= 0) {
      var _ = inFlight.computeIfAbsent(key, this::fetch);
    }
    return Optional.of(cached.value());
  }

  /** The cached value without a call, however old. */
  Optional<T> cached(String key) {
    return Optional.ofNullable(cache.getIfPresent(key)).map(CachedValue::value);
  }

  /** Joins a fetch in flight; a value that arrives after the deadline is cached all the same. */
  private SlackResult<T> awaitFetch(String key, WaitDeadline deadline) {
    return await(inFlight.computeIfAbsent(key, this::fetch), key, deadline);
  }

  private SlackResult<T> await(Future<SlackResult<T>> result, String key, WaitDeadline deadline) {
    try {
      return result.get(deadline.left(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return SlackResult.unavailable(
          "Slack did not answer within " + deadline.limit().toMillis() + " ms");
    } catch (ExecutionException e) {
      LOG.error("fetch failed key={}", key, e.getCause());
      return SlackResult.unavailable("Slack's answer can't be used");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return SlackResult.unavailable("The bot is stopping");
    }
  }

  private Future<SlackResult<T>> fetch(String key) {
    Instant at = clock.instant();
    return executor.submit(() -> {
      try {
        // A fetch may have ended after the caller looked, and before the caller asked for one.
        Optional<T> fresh = fresh(key);
        return fresh.isPresent() ? SlackResult.ok(fresh.get()) : fetchAndKeep(key, at);
      } finally {
        inFlight.remove(key);
      }
    });
  }

  /** One at a time, so that many who ask at once need few calls: Slack limits their rate. */
  private Future<SlackResult<T>> fetchAfterOthers(String key) {
    Lock turn = turns.get(Math.floorMod(key.hashCode(), TURNS));
    return executor.submit(() -> {
      turn.lockInterruptibly();
      try {
        // From here on whoever asks needs the next one.
        waiting.remove(key);
        return fetchAndKeep(key, clock.instant());
      } finally {
        turn.unlock();
      }
    });
  }

  private SlackResult<T> fetchAndKeep(String key, Instant at) {
    SlackResult<T> result = fetch.apply(key);
    if (result instanceof Ok<T>(T value)) {
      // Of two fetches at once, the one that began later is kept.
      cache
          .asMap()
          .merge(
              key,
              new CachedValue<>(value, at),
              (old, read) -> old.at().isAfter(read.at()) ? old : read);
    }
    return result;
  }

  private Duration age(CachedValue<T> cached) {
    return Duration.between(cached.at(), clock.instant());
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
