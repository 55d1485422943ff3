package dev.rollbackbot.incident.chart;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Values over time, and what happened meanwhile.
 *
 * @param series those that are drawn, each on its own axis
 * @param leftOut titles of those for which there is no room
 * @param moments oldest first
 */
public record MeasuredChart(
    String title,
    Instant from,
    Instant to,
    List<MeasuredSeries> series,
    List<String> leftOut,
    List<ChartMoment> moments) {
  public MeasuredChart {
    series = List.copyOf(series);
    leftOut = List.copyOf(leftOut);
    moments = List.copyOf(moments);
  }

  /**
   * The values of one check.
   *
   * @param unit may be empty
   * @param upper the most that passes; empty: no such limit
   * @param lower the least that passes; empty: no such limit
   * @param points oldest first
   */
  public record MeasuredSeries(
      String title,
      String unit,
      Optional<BigDecimal> upper,
      Optional<BigDecimal> lower,
      List<MeasuredPoint> points) {
    public MeasuredSeries {
      points = List.copyOf(points);
    }
  }

  public record MeasuredPoint(Instant at, BigDecimal value) {}

  /** Something that may have changed what is measured. */
  public record ChartMoment(Instant at, String what) {}
}
