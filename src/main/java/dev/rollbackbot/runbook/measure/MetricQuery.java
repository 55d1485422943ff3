package dev.rollbackbot.runbook.measure;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * One query of a metric source, which answers one number.
 *
 * @param source its id
 * @param query in the source's language, with the places that {@link #textFor} fills
 * @param unit shown after a value, such as {@code %} or {@code ms}; may be empty
 * @param window how far back a value looks: the service's change must be older than that
 * @param delay how long the source takes until it knows what has happened
 * @param every from one reading to the next, at the least
 * @param traffic empty: a value counts whatever the traffic was
 */
public record MetricQuery(
    String source,
    String query,
    String unit,
    Comparison comparison,
    Duration window,
    Duration delay,
    Duration every,
    Optional<Traffic> traffic)
    implements Measurement {
  private static final String RESOURCE = "%resource%";
  private static final String ENVIRONMENT = "%environment%";

  /**
   * What must have been going on for a value to count.
   *
   * @param query answers how much it was
   * @param atLeast below it a value counts neither as good nor as bad
   */
  public record Traffic(String query, BigDecimal atLeast) {}

  /**
   * A query with its places filled.
   *
   * @param text the query itself or that of the traffic
   * @param resource the service's name at its provider
   * @param environment id of the environment
   */
  public static String textFor(String text, String resource, String environment) {
    return text.replace(RESOURCE, resource).replace(ENVIRONMENT, environment);
  }

  public MetricQuery askedEvery(Duration pace) {
    return new MetricQuery(source, query, unit, comparison, window, delay, pace, traffic);
  }

  /** Only whether there is an answer: whatever it is passes. */
  public MetricQuery unjudged() {
    return new MetricQuery(
        source, query, unit, Comparison.Limits.NONE, window, delay, every, Optional.empty());
  }

  /** See {@link #unjudged}. */
  public boolean isUnjudged() {
    return comparison.equals(Comparison.Limits.NONE);
  }

  @Override
  public Duration settled() {
    return window.plus(delay);
  }
}
