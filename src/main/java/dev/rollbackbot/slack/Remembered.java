package dev.rollbackbot.slack;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rollbackbot.slack.Reply.Away;
import dev.rollbackbot.slack.Reply.Failed;
import dev.rollbackbot.slack.Reply.Ok;
import dev.rollbackbot.slack.Reply.Refused;
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
final class Remembered<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Remembered.class);
  private static final int MAX = 1_000;

  private final Map<String, Future<Reply<T>>> underway = new ConcurrentHashMap<>();
  private final Cache<String, Entry<T>> known = Caffeine.newBuilder().maximumSize(MAX).build();
  private final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();
  private final Function<String, Reply<T>> ask;
  private final Times times;
  private final InstantSource clock;

  /**
   * How long things hold.
   *
   * @param fresh younger answers are not asked for again
   * @param trust how old an answer may be when Slack can't say
   * @param within how long a caller is kept waiting, however many answers it needs
   */
  record Times(Duration fresh, Duration trust, Duration within) {}

  private record Entry<T>(T value, Instant at) {}

  Remembered(Function<String, Reply<T>> ask, Times times, InstantSource clock) {
    this.ask = ask;
    this.times = times;
    this.clock = clock;
  }

  /** What is known of it, now or lately. */
  Reply<T> get(String key, WaitDeadline until) {
    Entry<T> before = known.getIfPresent(key);
    if (before != null && age(before).compareTo(times.fresh()) < 0) {
      return Reply.ok(before.value());
    }
    return switch (asked(key, until)) {
      case Ok<T> ok -> ok;
      case Failed<T>(Refused refused) -> new Failed<>(refused);
      case Failed<T> failed -> {
        if (before != null && age(before).compareTo(times.trust()) < 0) {
          LOG.warn("{}: what is known of {} serves", failed.trouble().why(), key);
          yield Reply.ok(before.value());
        }
        yield failed;
      }
    };
  }

  /** What is known of it without asking, however old. */
  Optional<T> peek(String key) {
    return Optional.ofNullable(known.getIfPresent(key)).map(Entry::value);
  }

  /**
   * Asks, or waits for the answer that somebody else asked for already. One that comes too late is
   * remembered all the same.
   */
  private Reply<T> asked(String key, WaitDeadline until) {
    Future<Reply<T>> answer = underway.computeIfAbsent(key, this::ask);
    try {
      return answer.get(until.left(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return new Failed<>(
          new Away("Slack did not answer within " + times.within().toMillis() + " ms"));
    } catch (ExecutionException e) {
      LOG.error("What Slack says about {} can't be used", key, e.getCause());
      return new Failed<>(new Away("Slack's answer can't be used"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Failed<>(new Away("The bot is stopping"));
    }
  }

  private Future<Reply<T>> ask(String key) {
    Instant at = clock.instant();
    return asking.submit(() -> {
      try {
        Reply<T> said = ask.apply(key);
        if (said instanceof Ok<T>(T value)) {
          known.put(key, new Entry<>(value, at));
        }
        return said;
      } finally {
        underway.remove(key);
      }
    });
  }

  private Duration age(Entry<T> entry) {
    return Duration.between(entry.at(), clock.instant());
  }

  @Override
  public void close() {
    asking.shutdownNow();
  }
}
