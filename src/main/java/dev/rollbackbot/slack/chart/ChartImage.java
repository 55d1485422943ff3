package dev.rollbackbot.slack.chart;

import dev.rollbackbot.incident.chart.MeasuredChart;
import dev.rollbackbot.incident.chart.MeasuredChart.ChartLimit;
import dev.rollbackbot.incident.chart.MeasuredChart.ChartMoment;
import dev.rollbackbot.incident.chart.MeasuredChart.MeasuredPoint;
import dev.rollbackbot.incident.chart.MeasuredChart.MeasuredSeries;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTitleAnnotation;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.time.FixedMillisecond;
import org.jfree.data.time.TimeSeries;
import org.jfree.data.time.TimeSeriesCollection;

/** A chart as a PNG. Its background is white, so that it reads the same in dark and light. */
public final class ChartImage {
  private static final int WIDTH = 1_200;
  private static final int HEIGHT_OF_ONE = 230;
  private static final int HEIGHT_OF_REST = 130;
  private static final int HEIGHT_OF_LINE = 22;

  private static final Color INK = new Color(0x1d1c1d);
  static final Color GRID = new Color(0xdddddd);
  private static final Color BEHIND_TEXT = new Color(255, 255, 255, 220);
  static final Color VALUE = new Color(0x1264a3);
  private static final Color LIMIT = new Color(0xc0392b);
  private static final Color CHANGE = new Color(0x6b4fa0);
  static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
  private static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 15);
  private static final Font LARGE = new Font(Font.SANS_SERIF, Font.BOLD, 18);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ChartImage() {}

  public static byte[] png(MeasuredChart chart) {
    DateAxis time = new DateAxis("UTC", TimeZone.getTimeZone("UTC"), Locale.ROOT);
    time.setRange((double) chart.from().toEpochMilli(), (double) (chart.to().toEpochMilli() + 1));
    time.setTickLabelFont(SMALL);
    time.setLabelFont(SMALL);
    time.setTickLabelPaint(INK);
    time.setLabelPaint(INK);
    CombinedDomainXYPlot all = new CombinedDomainXYPlot(time);
    all.setGap(14);
    for (MeasuredSeries series : chart.series()) {
      all.add(plot(series, chart.moments()));
    }
    JFreeChart drawn = new JFreeChart(chart.title(), LARGE, all, false);
    List<String> lines = lines(chart);
    lines.reversed().forEach(line -> drawn.addSubtitle(below(line)));
    int height =
        HEIGHT_OF_ONE * chart.series().size() + HEIGHT_OF_REST + HEIGHT_OF_LINE * lines.size();
    return encoded(drawn, height);
  }

  static byte[] encoded(JFreeChart drawn, int height) {
    drawn.setBackgroundPaint(Color.WHITE);
    drawn.setPadding(new RectangleInsets(10, 10, 10, 20));
    drawn.getTitle().setPaint(INK);
    drawn.getTitle().setFont(LARGE);
    try {
      return ChartUtils.encodeAsPNG(drawn.createBufferedImage(WIDTH, height));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static XYPlot plot(MeasuredSeries series, List<ChartMoment> moments) {
    TimeSeries values = new TimeSeries(series.title());
    for (MeasuredPoint point : series.points()) {
      values.addOrUpdate(
          new FixedMillisecond(point.at().toEpochMilli()), point.value().doubleValue());
    }
    NumberAxis axis = new NumberAxis(series.unit().isEmpty() ? "value" : series.unit());
    axis.setAutoRangeIncludesZero(true);
    axis.setLabelFont(SMALL);
    axis.setTickLabelFont(SMALL);
    axis.setLabelPaint(INK);
    axis.setTickLabelPaint(INK);
    XYLineAndShapeRenderer line = new XYLineAndShapeRenderer(true, true);
    line.setSeriesPaint(0, VALUE);
    line.setSeriesStroke(0, new BasicStroke(2.5f));
    line.setSeriesShape(0, new Ellipse2D.Double(-3, -3, 6, 6));
    XYPlot plot =
        new XYPlot(new TimeSeriesCollection(values, TimeZone.getTimeZone("UTC")), null, axis, line);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setRangeGridlinePaint(GRID);
    plot.setDomainGridlinePaint(GRID);
    plot.addAnnotation(title(series));
    series.limits().forEach(limit -> plot.addRangeMarker(limit(limit)));
    for (int i = 0; i < moments.size(); i++) {
      plot.addDomainMarker(change(moments.get(i).at(), i + 1));
    }
    return plot;
  }

  private static XYTitleAnnotation title(MeasuredSeries series) {
    TextTitle title = new TextTitle(series.title(), BOLD);
    title.setPaint(INK);
    title.setBackgroundPaint(BEHIND_TEXT);
    return new XYTitleAnnotation(0.01, 0.97, title, RectangleAnchor.TOP_LEFT);
  }

  private static ValueMarker limit(ChartLimit limit) {
    ValueMarker marker =
        new ValueMarker(
            limit.value().doubleValue(),
            LIMIT,
            new BasicStroke(
                1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {8, 5}, 0));
    marker.setLabel(limit.text());
    marker.setLabelFont(SMALL);
    marker.setLabelPaint(LIMIT);
    marker.setLabelBackgroundColor(BEHIND_TEXT);
    marker.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
    marker.setLabelTextAnchor(TextAnchor.BOTTOM_RIGHT);
    return marker;
  }

  private static ValueMarker change(Instant at, int number) {
    ValueMarker marker = new ValueMarker(at.toEpochMilli(), CHANGE, new BasicStroke(1.8f));
    marker.setLabel(" " + number);
    marker.setLabelFont(BOLD);
    marker.setLabelPaint(CHANGE);
    marker.setLabelBackgroundColor(BEHIND_TEXT);
    marker.setLabelAnchor(RectangleAnchor.BOTTOM_RIGHT);
    marker.setLabelTextAnchor(TextAnchor.BOTTOM_LEFT);
    return marker;
  }

  private static List<String> lines(MeasuredChart chart) {
    List<ChartMoment> moments = chart.moments();
    List<String> lines =
        new ArrayList<>(
            IntStream.range(0, moments.size())
                .mapToObj(i ->
                    "%d   %s  %s"
                        .formatted(i + 1, TIME.format(moments.get(i).at()), moments.get(i).what()))
                .toList());
    if (chart.undrawn() > 0) {
      lines.add(1, "     and %d more changes, which are not drawn".formatted(chart.undrawn()));
    }
    if (!chart.leftOut().isEmpty()) {
      lines.add("Not drawn: " + String.join(", ", chart.leftOut()));
    }
    return lines;
  }

  private static TextTitle below(String line) {
    TextTitle title = new TextTitle(line, SMALL);
    title.setPaint(INK);
    title.setPosition(RectangleEdge.BOTTOM);
    title.setHorizontalAlignment(HorizontalAlignment.LEFT);
    return title;
  }
}
