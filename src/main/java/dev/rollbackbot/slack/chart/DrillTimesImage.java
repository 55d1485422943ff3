package dev.rollbackbot.slack.chart;

import dev.rollbackbot.incident.drill.DrillScore;
import dev.rollbackbot.runbook.drill.DrillPart;
import java.awt.Color;
import java.time.Duration;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.data.category.DefaultCategoryDataset;

/** The times of a drill as a PNG: for each part what it took, and its goal if it has one. */
public final class DrillTimesImage {
  private static final int HEIGHT_OF_PART = 60;
  private static final int HEIGHT_OF_REST = 150;
  private static final double SECONDS = 60.0;
  private static final Color GOAL = new Color(0xb0b0b0);

  private DrillTimesImage() {}

  public static byte[] png(DrillScore score) {
    DefaultCategoryDataset times = new DefaultCategoryDataset();
    for (DrillPart part : DrillPart.values()) {
      score
          .time(part)
          .ifPresent(time -> {
            times.addValue(minutes(time), "took", part.words());
            score.goal(part).ifPresent(goal -> times.addValue(minutes(goal), "goal", part.words()));
          });
    }
    JFreeChart drawn =
        ChartFactory.createBarChart(
            score.label() + ": how long each part took",
            null,
            "minutes",
            times,
            PlotOrientation.HORIZONTAL,
            true,
            false,
            false);
    CategoryPlot plot = drawn.getCategoryPlot();
    plot.setBackgroundPaint(Color.WHITE);
    plot.setRangeGridlinePaint(ChartImage.GRID);
    plot.getDomainAxis().setTickLabelFont(ChartImage.SMALL);
    plot.getRangeAxis().setTickLabelFont(ChartImage.SMALL);
    BarRenderer bars = (BarRenderer) plot.getRenderer();
    bars.setBarPainter(new StandardBarPainter());
    bars.setShadowVisible(false);
    bars.setSeriesPaint(0, ChartImage.VALUE);
    bars.setSeriesPaint(1, GOAL);
    return ChartImage.encoded(drawn, HEIGHT_OF_PART * times.getColumnCount() + HEIGHT_OF_REST);
  }

  private static double minutes(Duration time) {
    return time.toSeconds() / SECONDS;
  }
}
