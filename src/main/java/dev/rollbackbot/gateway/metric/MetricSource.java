package dev.rollbackbot.gateway.metric;

import java.math.BigDecimal;
import java.time.Instant;

/** Something that answers a query with one number. It changes nothing there. */
public interface MetricSource extends AutoCloseable {
  /** For people. */
  String name();

  /**
   * Asks once; an error is an answer.
   *
   * @param query in the source's language
   * @param at the time that the value is about
   */
  MetricAnswer ask(String query, Instant at);

  /** The same one, with the credential of that environment. */
  default MetricSource in(String environment) {
    return this;
  }

  /**
   * Finds out whether it could be asked that: any value says yes. Where asking costs little, so.
   */
  default MetricAnswer tryOut(String query, Instant at) {
    return ask(query, at);
  }

  /** Whether it can be asked for what was; false: it knows what is now only. */
  default boolean knowsThePast() {
    return true;
  }

  @Override
  void close();

  /** What a source answers. Only a value can pass or fail a probe. */
  sealed interface MetricAnswer {}

  record MetricValue(BigDecimal value) implements MetricAnswer {}

  /** Nothing was measured. */
  record NoData() implements MetricAnswer {}

  /**
   * The source computed something that is no number.
   *
   * @param text such as NaN
   */
  record NotANumber(String text) implements MetricAnswer {}

  /**
   * The source was not asked, or could not answer, or not for all.
   *
   * @param reason in a few words, without secrets
   */
  record NotMeasured(String reason) implements MetricAnswer {}
}
