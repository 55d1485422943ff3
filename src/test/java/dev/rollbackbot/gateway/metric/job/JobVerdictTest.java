package dev.rollbackbot.gateway.metric.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.gateway.metric.MetricSource.MetricValue;
import dev.rollbackbot.gateway.metric.MetricSource.NoData;
import dev.rollbackbot.gateway.metric.MetricSource.NotANumber;
import dev.rollbackbot.gateway.metric.MetricSource.NotMeasured;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Pure
final class JobVerdictTest {
  @ParameterizedTest
  @CsvSource({"12, 12", "-0.5, -0.5", "1e3, 1e3", "passed, 1", "FAILED, 0", "007, 7"})
  void a_number_or_a_verdict(String line, BigDecimal value) {
    assertThat(JobVerdict.of("it looks\n" + line + " \n\n")).isEqualTo(new MetricValue(value));
  }

  @Test
  void whatever_else_it_says_is_no_value() {
    assertThat(JobVerdict.of(" \n")).isEqualTo(new NoData());
    assertThat(JobVerdict.of("NaN")).isEqualTo(new NotANumber("NaN"));
    assertThat(JobVerdict.of("12 %"))
        .isEqualTo(new NotMeasured("its last line is neither a number nor a verdict: “12 %”"));
    assertThat(JobVerdict.of("1\n2\nInconclusive: No traffic"))
        .isEqualTo(new NotMeasured("No traffic"));
    assertThat(JobVerdict.of("inconclusive"))
        .isEqualTo(new NotMeasured("it says that it is inconclusive"));
    assertThat(JobVerdict.of("9".repeat(31))).isInstanceOf(NotMeasured.class);
  }
}
