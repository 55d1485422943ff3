package dev.rollbackbot.runbook.measure;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** What a measured value is compared with. */
public sealed interface Comparison {
  /**
   * A fixed limit.
   *
   * @param atMost empty: no upper limit
   * @param atLeast empty: no lower limit
   */
  record Limits(Optional<BigDecimal> atMost, Optional<BigDecimal> atLeast) implements Comparison {
    /** Whatever the value is, it is as it should be; no runbook can say that. */
    public static final Limits NONE = new Limits(Optional.empty(), Optional.empty());
  }

  /**
   * The value of the same query at an earlier time.
   *
   * @param moment when that was
   * @param above how far above it a value may be; empty: as far as it likes
   * @param below how far below it a value may be; empty: as far as it likes
   */
  record ToEarlier(Moment moment, Optional<Tolerance> above, Optional<Tolerance> below)
      implements Comparison {}

  /** An earlier time. */
  enum Moment {
    /** Right before the version that is rolled back went live. */
    BEFORE_DEPLOYMENT(Duration.ZERO),
    DAY_BEFORE(Duration.ofDays(1)),
    WEEK_BEFORE(Duration.ofDays(7));

    private final Duration earlier;

    Moment(Duration earlier) {
      this.earlier = earlier;
    }

    /** How much earlier than now; zero: it follows from the deployment. */
    public Duration earlier() {
      return earlier;
    }
  }

  /**
   * A distance from an earlier value.
   *
   * @param amount not negative
   * @param percent whether it is a part of the earlier value, else it is in its unit
   */
  record Tolerance(BigDecimal amount, boolean percent) {
    BigDecimal of(BigDecimal earlier) {
      return percent ? earlier.abs().multiply(amount).movePointLeft(2) : amount;
    }
  }

  /**
   * Whether a value is as it should be.
   *
   * @param earlier needed for {@link ToEarlier}
   */
  default boolean holds(BigDecimal value, Optional<BigDecimal> earlier) {
    return switch (this) {
      case Limits(Optional<BigDecimal> atMost, Optional<BigDecimal> atLeast) ->
          atMost.filter(limit -> value.compareTo(limit) > 0).isEmpty()
              && atLeast.filter(limit -> value.compareTo(limit) < 0).isEmpty();
      case ToEarlier(Moment _, Optional<Tolerance> above, Optional<Tolerance> below) ->
          earlier
              .filter(e ->
                  above.filter(t -> value.compareTo(e.add(t.of(e))) > 0).isEmpty()
                      && below.filter(t -> value.compareTo(e.subtract(t.of(e))) < 0).isEmpty())
              .isPresent();
    };
  }
}
