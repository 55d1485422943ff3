package dev.rollbackbot.slack.inbound;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Comparator;
import java.util.function.BinaryOperator;

/**
 * The newest click in each window. Clicks that follow each other quickly can arrive in any order,
 * and what the window shows must belong to the last one.
 */
final class NewestClicks {
  /** Longer than two clicks in a window can overtake each other. */
  private static final Duration EXPIRY = Duration.ofMinutes(10);

  private static final int MAX_ENTRIES = 10_000;

  /** Slack's timestamps have the same number of digits before and after the dot. */
  private static final BinaryOperator<String> LATER =
      BinaryOperator.maxBy(
          Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));

  private final Cache<String, String> newest =
      Caffeine.newBuilder().maximumSize(MAX_ENTRIES).expireAfterWrite(EXPIRY).build();

  /** Remembers the click; false: a later one in that window is known. */
  boolean isNewest(String view, String actionTs) {
    return actionTs.equals(newest.asMap().merge(view, actionTs, LATER));
  }
}
