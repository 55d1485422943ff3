package dev.rollbackbot.sandbox.slack.api;

import dev.rollbackbot.sandbox.shared.BoundedMap;
import dev.rollbackbot.sandbox.slack.state.SlackLimits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Token buckets: one for each method, for posting one for each channel. A bucket holds the calls of
 * a minute (posting: the burst) and fills at a constant rate. Thread-safe.
 */
public final class RateLimits {
  /** Slack accepts a few calls at once even in the slowest tier. */
  static final int LEAST_BURST = 5;

  /** Callers may name channels that don't exist. */
  private static final int MAX_BUCKETS = 2_000;

  private record Bucket(double tokens, Instant filled) {}

  private final Map<String, Bucket> buckets = BoundedMap.of(MAX_BUCKETS);
  private final Clock clock;
  private final SlackLimits limits;

  public RateLimits(Clock clock, SlackLimits limits) {
    this.clock = clock;
    this.limits = limits;
  }

  /** Counts a call; returns the time until a retry, or zero if it may proceed now. */
  synchronized Duration take(SlackMethods.MethodSpec method, String channel) {
    boolean posting = method.tier() == SlackMethods.Tier.POSTING;
    int perMinute = method.tier().perMinute;
    double capacity = posting ? limits.postBurst() : Math.max(perMinute, LEAST_BURST);
    double perSecond = perMinute * 1_000.0 / limits.minute().toMillis();
    String key = posting ? method.name() + " " + channel : method.name();
    Instant now = clock.instant();
    Bucket bucket = buckets.getOrDefault(key, new Bucket(capacity, now));
    double seconds = Duration.between(bucket.filled, now).toMillis() / 1_000.0;
    double tokens = Math.min(capacity, bucket.tokens + seconds * perSecond);
    buckets.put(key, new Bucket(tokens >= 1 ? tokens - 1 : tokens, now));
    return tokens >= 1
        ? Duration.ZERO
        : Duration.ofMillis((long) Math.ceil((1 - tokens) / perSecond * 1_000));
  }

  public synchronized void clear() {
    buckets.clear();
  }
}
