package dev.rollbackbot.sandbox.slack.api;

import dev.rollbackbot.sandbox.slack.state.SlackLimits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Token buckets, one a method and for posting one a channel. A bucket holds a minute's worth of
 * calls (posting: the burst) and fills up evenly. Thread-safe.
 */
public final class RateLimits {
  /** Even of the slowest tier Slack takes a few calls at once, as when a client reconnects. */
  static final int LEAST_BURST = 5;

  /** Callers may name channels that don't exist; the oldest buckets go. */
  private static final int MAX_BUCKETS = 2_000;

  private static final class Bucket {
    double tokens;
    Instant filled;

    Bucket(double tokens, Instant filled) {
      this.tokens = tokens;
      this.filled = filled;
    }
  }

  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_BUCKETS;
        }
      };
  private final Clock clock;
  private final SlackLimits limits;

  public RateLimits(Clock clock, SlackLimits limits) {
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * Counts a call.
   *
   * @return how long to wait before it may be tried again; zero if it may go through now
   */
  synchronized Duration take(SlackMethods.MethodSpec method, String channel) {
    boolean posting = method.tier() == SlackMethods.Tier.POSTING;
    int perMinute = method.tier().perMinute();
    double capacity = posting ? limits.postBurst() : Math.max(perMinute, LEAST_BURST);
    double perSecond = perMinute * 1_000.0 / limits.minute().toMillis();
    String key = posting ? method.name() + " " + channel : method.name();
    Instant now = clock.instant();
    Bucket bucket = buckets.computeIfAbsent(key, _ -> new Bucket(capacity, now));
    double seconds = Duration.between(bucket.filled, now).toMillis() / 1_000.0;
    bucket.tokens = Math.min(capacity, bucket.tokens + seconds * perSecond);
    bucket.filled = now;
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return Duration.ZERO;
    }
    return Duration.ofMillis((long) Math.ceil((1 - bucket.tokens) / perSecond * 1_000));
  }

  public synchronized void clear() {
    buckets.clear();
  }
}
