package dev.rollbackbot.runbook.measure;

import java.time.Duration;

/** How far back a query looks that says so in words, such as {@code 5m}. */
final class MetricWindow {
  private MetricWindow() {}

  static Duration of(int number, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> throw new IllegalArgumentException(unit);
    };
  }
}
