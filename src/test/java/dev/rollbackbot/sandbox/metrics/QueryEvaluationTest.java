package dev.rollbackbot.sandbox.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rollbackbot.Pure;
import dev.rollbackbot.sandbox.metrics.TrafficCounters.Ailment;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Pure
class QueryEvaluationTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final Instant BAD_SINCE = NOW.minusSeconds(1800);

  private final TrafficCounters traffic = new TrafficCounters();

  @BeforeEach
  void half_an_hour_of_a_bad_release() {
    traffic.restart("gateway", "gateway-production", NOW);
    traffic.note("gateway-production", BAD_SINCE, Set.of(Ailment.BAD_RELEASE));
  }

  private double at(Instant at, String query) {
    return QueryEvaluation.of(traffic, TrafficCounters.seconds(at), query).getFirst().value();
  }

  @Test
  void a_share_of_requests_is_high_since_the_release_and_was_low() {
    String share =
        "100 * (sum(rate(requests_total{script=\"gateway-production\",code=~\"5..\"}[5m])) or"
            + " vector(0)) / sum(rate(requests_total{script=\"gateway-production\"}[5m]))";
    assertThat(at(NOW, share)).isBetween(5.5, 6.5);
    assertThat(at(BAD_SINCE, share)).isEqualTo(0.2, within(0.001));
  }

  @Test
  void a_quantile_lies_within_its_bucket() {
    String p95 =
        "1000 * histogram_quantile(0.95, sum by (le) (rate(request_duration_seconds_bucket[1m])))";
    assertThat(at(NOW, p95)).isBetween(1000.0, 2500.0);
    assertThat(at(BAD_SINCE, p95)).isEqualTo(225, within(0.001));
  }

  @Test
  void what_was_not_measured_yet_is_empty() {
    assertThat(
            QueryEvaluation.of(
                traffic, TrafficCounters.seconds(NOW.minusSeconds(9_000_000)), "requests_total"))
        .isEmpty();
    assertThat(QueryEvaluation.of(traffic, TrafficCounters.seconds(NOW), "sum(rate(other[5m]))"))
        .isEmpty();
    assertThat(at(NOW, "sum(rate(other[5m])) or vector(0)")).isZero();
  }

  @Test
  void what_it_does_not_know_it_refuses() {
    assertThatThrownBy(() -> at(NOW, "topk(3, requests_total)"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("parse error");
    assertThatThrownBy(() -> at(NOW, "sum(rate(requests_total))"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
