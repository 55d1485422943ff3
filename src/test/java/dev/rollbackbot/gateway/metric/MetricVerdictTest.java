package dev.rollbackbot.gateway.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.gateway.metric.MetricSource.MetricAnswer;
import dev.rollbackbot.gateway.metric.MetricSource.MetricValue;
import dev.rollbackbot.gateway.metric.MetricSource.NoData;
import dev.rollbackbot.gateway.metric.MetricSource.NotANumber;
import dev.rollbackbot.gateway.metric.MetricSource.NotMeasured;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.runbook.measure.Comparison;
import dev.rollbackbot.runbook.measure.Comparison.Moment;
import dev.rollbackbot.runbook.measure.Comparison.Tolerance;
import dev.rollbackbot.runbook.measure.MetricQuery;
import dev.rollbackbot.runbook.measure.MetricQuery.Traffic;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Pure
final class MetricVerdictTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Optional<MetricAnswer> NONE = Optional.empty();

  private static MetricQuery query(Comparison comparison, Optional<Traffic> traffic) {
    Duration time = Duration.ofMinutes(1);
    return new MetricQuery("prometheus", "errors", "%", comparison, time, time, time, traffic);
  }

  private static Comparison limits(String atMost, String atLeast) {
    return new Comparison.Limits(decimal(atMost), decimal(atLeast));
  }

  private static Optional<BigDecimal> decimal(String text) {
    return Optional.ofNullable(text).map(BigDecimal::new);
  }

  private static MetricAnswer value(String text) {
    return new MetricValue(new BigDecimal(text));
  }

  private static ProbeResult verdict(Comparison comparison, MetricAnswer now, String earlier) {
    return new MetricVerdict("errors", query(comparison, Optional.empty()))
        .of(NOW, now, NONE, Optional.ofNullable(earlier).map(MetricVerdictTest::value));
  }

  @ParameterizedTest
  @CsvSource({
    "1, , 1, PASSED",
    "1, , 1.0000001, FAILED",
    "1, , -5, PASSED",
    ", 10, 10, PASSED",
    ", 10, 9.99, FAILED",
    "10, 5, 7, PASSED",
    "10, 5, 4, FAILED",
    "10, 5, 11, FAILED"
  })
  void a_value_is_compared_with_its_limits(
      String atMost, String atLeast, String value, Verdict verdict) {
    assertThat(verdict(limits(atMost, atLeast), value(value), null).verdict()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, false, , false, 2, 2.5, PASSED",
    "0.5, false, , false, 2, 2.51, FAILED",
    "0.5, false, , false, 2, 0, PASSED",
    "20, true, , false, 2, 2.4, PASSED",
    "20, true, , false, 2, 2.41, FAILED",
    "20, true, , false, 0, 0, PASSED",
    "20, true, , false, 0, 0.1, FAILED",
    "20, true, , false, -10, -8, PASSED",
    ", false, 30, true, 100, 70, PASSED",
    ", false, 30, true, 100, 69.9, FAILED",
    ", false, 30, true, 100, 500, PASSED"
  })
  void a_value_is_compared_with_an_earlier_one(
      String above,
      boolean abovePercent,
      String below,
      boolean belowPercent,
      String earlier,
      String value,
      Verdict verdict) {
    Comparison comparison =
        new Comparison.ToEarlier(
            Moment.BEFORE_DEPLOYMENT,
            decimal(above).map(a -> new Tolerance(a, abovePercent)),
            decimal(below).map(b -> new Tolerance(b, belowPercent)));
    assertThat(verdict(comparison, value(value), earlier).verdict()).isEqualTo(verdict);
  }

  @Test
  void it_says_the_value_with_what_it_was_compared_with() {
    Comparison earlier =
        new Comparison.ToEarlier(
            Moment.DAY_BEFORE, Optional.of(new Tolerance(BigDecimal.ONE, false)), Optional.empty());
    assertThat(verdict(limits("1", null), value("4.12345"), null).detail())
        .isEqualTo("4.12 % (at most 1 %)");
    assertThat(verdict(limits("10", "5"), value("4"), null).detail())
        .isEqualTo("4 % (at most 10 %, at least 5 %)");
    assertThat(verdict(earlier, value("0.2"), "0.3").detail())
        .isEqualTo("0.2 % (a day before 0.3 %)");
    assertThat(verdict(limits("9000", null), value("12345.678"), null).detail())
        .isEqualTo("12346 % (at most 9000 %)");
  }

  static Stream<MetricAnswer> noValues() {
    return Stream.of(new NoData(), new NotANumber("NaN"), new NotMeasured("not reached"));
  }

  @ParameterizedTest
  @MethodSource("noValues")
  void whatever_is_no_value_is_inconclusive(MetricAnswer answer) {
    Comparison earlier =
        new Comparison.ToEarlier(
            Moment.WEEK_BEFORE, Optional.of(new Tolerance(BigDecimal.ONE, true)), Optional.empty());
    MetricVerdict limited =
        new MetricVerdict(
            "errors", query(limits("1", null), Optional.of(new Traffic("t", BigDecimal.TEN))));
    MetricVerdict compared = new MetricVerdict("errors", query(earlier, Optional.empty()));
    assertThat(
            Stream.of(
                verdict(limits("1", null), answer, null),
                limited.of(NOW, value("0"), Optional.of(answer), NONE)))
        .allMatch(r -> r.verdict() == Verdict.INCONCLUSIVE && r.reading().isEmpty());
    ProbeResult unjudged = compared.of(NOW, value("0.2"), NONE, Optional.of(answer));
    assertThat(unjudged.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(unjudged.reading().orElseThrow().text()).isEqualTo("0.2 %");
  }

  @Test
  void without_the_time_of_the_deployment_nothing_is_compared() {
    Comparison earlier =
        new Comparison.ToEarlier(
            Moment.BEFORE_DEPLOYMENT,
            Optional.of(new Tolerance(BigDecimal.ONE, true)),
            Optional.empty());
    ProbeResult result = verdict(earlier, value("0.2"), null);
    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.detail()).isEqualTo("0.2 %, and when the deployment was is not known");
  }

  @Test
  void with_too_little_traffic_a_value_is_neither_good_nor_bad() {
    MetricVerdict verdict =
        new MetricVerdict(
            "errors",
            query(limits("1", null), Optional.of(new Traffic("t", new BigDecimal("20")))));
    for (String value : new String[] {"0", "33"}) {
      ProbeResult result = verdict.of(NOW, value(value), Optional.of(value("3")), NONE);
      assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(result.detail()).isEqualTo("too little traffic: 3, and at least 20 is needed");
    }
    assertThat(verdict.of(NOW, value("0"), Optional.of(value("20")), NONE).verdict())
        .isEqualTo(Verdict.PASSED);
  }
}
