package dev.rollbackbot.incident.chart;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * Values over time, and what happened meanwhile.
 *
 * @param series those that are drawn, each on its own axis
 * @param leftOut titles of those for which there is no room
 * @param moments those that are drawn, oldest first
 * @param undrawn so many more lie between the first of them and the second
 */
public record MeasuredChart(
    String title,
    Instant from,
    Instant to,
    List<MeasuredSeries> series,
    List<String> leftOut,
    List<ChartMoment> moments,
    int undrawn) {
  public MeasuredChart {
    series = List.copyOf(series);
    leftOut = List.copyOf(leftOut);
    moments = List.copyOf(moments);
  }

  /**
   * The values of one check.
   *
   * @param unit may be empty
   * @param limits what the values are compared with
   * @param points oldest first
   */
  public record MeasuredSeries(
      String title, String unit, List<ChartLimit> limits, List<MeasuredPoint> points) {
    public MeasuredSeries {
      limits = List.copyOf(limits);
      points = List.copyOf(points);
    }
  }

  /** {@code text}: what it means, with its value and unit. */
  public record ChartLimit(BigDecimal value, String text) {}

  public record MeasuredPoint(Instant at, BigDecimal value) {}

  /** Something that may have changed what is measured. */
  public record ChartMoment(Instant at, String what) {}
}
