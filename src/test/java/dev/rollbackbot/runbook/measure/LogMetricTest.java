package dev.rollbackbot.runbook.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.runbook.measure.LogMetric.LogFigure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Pure
final class LogMetricTest {
  @Test
  void a_query_says_what_of_which_worker_for_how_long() {
    assertThat(LogMetric.parse("lines %resource% 5m level error like *D1_ERROR: no such table*"))
        .contains(
            new LogMetric(
                LogFigure.LINES,
                "%resource%",
                Duration.ofMinutes(5),
                Optional.of("error"),
                Optional.of("*D1_ERROR: no such table*")));
    assertThat(LogMetric.parse("failures web-production 30s"))
        .contains(
            new LogMetric(
                LogFigure.FAILURES,
                "web-production",
                Duration.ofSeconds(30),
                Optional.empty(),
                Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lines web",
        "errors web 5m",
        "lines web 4s",
        "lines web 2h",
        "lines web 5m level fatal",
        "events web 5m level error",
        "failures web 5m like *a*",
        "lines a/b 5m"
      })
  void another_one_is_none(String query) {
    assertThat(LogMetric.parse(query)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "*timeout*, a timeout of D1, true",
    "*timeout*, Timeout, false",
    "timeout*, timeout of D1, true",
    "timeout*, a timeout, false",
    "*timeout, a timeout, true",
    "timeout, timeout, true",
    "timeout, timeouts, false",
    "*a*b*, xaxbx, true",
    "*a*b*, xbxax, false",
    "ab*ba, aba, false",
    "ab*ba, abba, true",
    "*, anything, true"
  })
  void a_star_stands_for_any_text(String pattern, String line, boolean counts) {
    LogMetric metric = LogMetric.parse("lines web 5m like " + pattern).orElseThrow();
    assertThat(metric.counts("log", line)).isEqualTo(counts);
  }

  @Test
  void a_level_is_that_level_alone() {
    LogMetric metric = LogMetric.parse("lines web 5m level warn").orElseThrow();
    assertThat(List.of("log", "warn", "error"))
        .filteredOn(level -> metric.counts(level, "text"))
        .containsExactly("warn");
  }
}
