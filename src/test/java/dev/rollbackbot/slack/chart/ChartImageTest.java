package dev.rollbackbot.slack.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.chart.MeasuredChart;
import dev.rollbackbot.incident.chart.MeasuredChart.ChartLimit;
import dev.rollbackbot.incident.chart.MeasuredChart.ChartMoment;
import dev.rollbackbot.incident.chart.MeasuredChart.MeasuredPoint;
import dev.rollbackbot.incident.chart.MeasuredChart.MeasuredSeries;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is drawn is there: values, limits and changes have colors of their own. */
final class ChartImageTest {
  private static final Instant FROM = Instant.parse("2026-03-01T11:00:00Z");
  private static final int VALUE = 0xff1264a3;
  private static final int LIMIT = 0xffc0392b;
  private static final int CHANGE = 0xff6b4fa0;

  @TempDir Path folder;

  private static MeasuredSeries errors(Optional<BigDecimal> limit) {
    return new MeasuredSeries(
        "Error rate is back at the baseline",
        "%",
        limit.map(value -> new ChartLimit(value, "at most 1 %")).stream().toList(),
        IntStream.rangeClosed(0, 40)
            .mapToObj(i ->
                new MeasuredPoint(
                    FROM.plus(Duration.ofMinutes(2L * i)),
                    new BigDecimal(i > 25 && i < 35 ? "4.1" : "0." + (i % 3 + 1))))
            .toList());
  }

  private static MeasuredChart chart(List<MeasuredSeries> series, List<ChartMoment> moments) {
    return new MeasuredChart(
        "INC-7 · Factory Feature",
        FROM,
        FROM.plus(Duration.ofMinutes(80)),
        series,
        List.of("Costs"),
        moments,
        moments.isEmpty() ? 0 : 3);
  }

  private static List<ChartMoment> moments() {
    return List.of(
        new ChartMoment(FROM.plus(Duration.ofMinutes(50)), "gateway v42 went live"),
        new ChartMoment(FROM.plus(Duration.ofMinutes(60)), "a trigger fired"),
        new ChartMoment(FROM.plus(Duration.ofMinutes(69)), "Roll back gateway: v41 is live"));
  }

  private long pixels(MeasuredChart chart, int color) throws IOException {
    byte[] png = ChartImage.png(chart);
    Files.write(folder.resolve("chart.png"), png);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    return IntStream.range(0, image.getWidth() * image.getHeight())
        .filter(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) == color)
        .count();
  }

  @Test
  void values_the_limit_and_each_change_are_drawn() throws IOException {
    MeasuredChart all =
        chart(List.of(errors(Optional.of(BigDecimal.ONE)), errors(Optional.empty())), moments());
    Optional<String> kept = Optional.ofNullable(System.getProperty("kept.picture"));
    if (kept.isPresent()) {
      Files.write(Path.of(kept.get()), ChartImage.png(all));
    }
    assertThat(pixels(all, VALUE)).isGreaterThan(1_000);
    assertThat(pixels(all, LIMIT)).isGreaterThan(500);
    assertThat(pixels(all, CHANGE)).isGreaterThan(500);
  }

  @Test
  void without_a_limit_and_a_change_neither_is_drawn() throws IOException {
    MeasuredChart bare = chart(List.of(errors(Optional.empty())), List.of());
    assertThat(pixels(bare, LIMIT)).isZero();
    assertThat(pixels(bare, CHANGE)).isZero();
    assertThat(pixels(bare, VALUE)).isGreaterThan(1_000);
  }
}
