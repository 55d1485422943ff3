package dev.rollbackbot.incident.verification;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;

/**
 * One measured value.
 *
 * @param value a decimal number
 * @param unit such as {@code %}; may be empty
 * @param at the time that it is about
 * @param earlier the value that it was compared with, in the same unit; empty: none
 */
public record Reading(String value, String unit, Instant at, Optional<String> earlier) {
  private static final MathContext SHOWN = new MathContext(3, RoundingMode.HALF_EVEN);

  public static Reading of(
      BigDecimal value, String unit, Instant at, Optional<BigDecimal> earlier) {
    return new Reading(value.toPlainString(), unit, at, earlier.map(BigDecimal::toPlainString));
  }

  /** For people, with its unit: three digits that count. */
  public String text() {
    return text(new BigDecimal(value), unit);
  }

  /** {@code value} for people. */
  public static String text(BigDecimal value, String unit) {
    BigDecimal rounded = value.round(SHOWN).stripTrailingZeros();
    BigDecimal shown =
        value.abs().compareTo(BigDecimal.valueOf(1000)) >= 0
            ? value.setScale(0, RoundingMode.HALF_EVEN)
            : rounded;
    return shown.toPlainString() + (unit.isEmpty() ? "" : " " + unit);
  }
}
