package dev.rollbackbot.app.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.Pure;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.trigger.OneRunbook;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.readiness.ReadinessFact;
import dev.rollbackbot.incident.readiness.ReadinessNeed;
import dev.rollbackbot.incident.readiness.ReadinessReport;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nights, one after the other. */
@Pure
final class ReadinessRoundTest {
  private static final ReadinessFact MET = ReadinessFact.met(ReadinessNeed.TARGETS, "gateway");
  private static final ReadinessFact MISSING =
      ReadinessFact.missing(ReadinessNeed.CREDENTIALS, "cloudflare", "The token has expired.");
  private static final Duration DAY = Duration.ofDays(1);

  private final KeptReadiness records = new KeptReadiness();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<String> told = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-24T04:00:05Z");
  private ReadinessFact found = MET;
  private boolean slackIsAway;

  private final ReadinessRound round =
      new ReadinessRound(
          new OneRunbook(SampleIncident.runbook()),
          (runbook, environment) ->
              new ReadinessReport(runbook.id(), environment.id(), now, List.of(found)),
          records,
          (_, changed) -> {
            if (slackIsAway) {
              throw new StoreUnavailable("Slack does not answer.");
            }
            changed.forEach(c -> told.add(c.report().level().words()));
          },
          new ReadinessGauges(meters),
          4,
          () -> now);

  private void night(ReadinessFact fact) {
    found = fact;
    now = round.run().plusSeconds(5);
  }

  @Test
  void only_a_change_is_told() {
    night(MET);
    assertThat(told).isEmpty();
    night(MISSING);
    night(MISSING);
    night(MET);
    night(MET);
    assertThat(told).containsExactly("not ready", "ready");
  }

  @Test
  void a_first_night_that_is_not_ready_is_told() {
    night(MISSING);
    assertThat(told).containsExactly("not ready");
  }

  @Test
  void what_a_person_asked_in_between_is_not_what_the_channel_knows() {
    night(MET);
    String environment = SampleIncident.runbook().environments().getFirst().id();
    records.save(
        new ReadinessReport(SampleIncident.runbook().id(), environment, now, List.of(MISSING)),
        false);
    night(MISSING);
    assertThat(told).containsExactly("not ready");
  }

  @Test
  void what_could_not_be_told_is_told_by_the_next_attempt() {
    slackIsAway = true;
    assertThatThrownBy(() -> night(MISSING)).isInstanceOf(StoreUnavailable.class);
    slackIsAway = false;
    night(MISSING);
    assertThat(told).containsExactly("not ready");
  }

  @Test
  void it_is_due_at_its_hour_of_today_or_tomorrow() {
    assertThat(round.next()).isEqualTo(Instant.parse("2026-11-25T04:00:00Z"));
    now = Instant.parse("2026-11-24T03:59:59Z");
    assertThat(round.next()).isEqualTo(Instant.parse("2026-11-24T04:00:00Z"));
    assertThat(round.run()).isEqualTo(Instant.parse("2026-11-24T04:00:00Z"));
    now = now.plus(DAY).plusSeconds(1);
    assertThat(round.next()).isEqualTo(Instant.parse("2026-11-26T04:00:00Z"));
  }

  @Test
  void the_result_is_a_metric() {
    night(MISSING);
    assertThat(meters.scrape())
        .contains("result=\"not_ready\",runbook=\"%s\"} 1".formatted(SampleIncident.runbook().id()))
        .contains("rollbackbot_readiness_checked_seconds");
    night(MET);
    assertThat(meters.scrape())
        .doesNotContain(
            "result=\"not_ready\",runbook=\"%s\"} 1".formatted(SampleIncident.runbook().id()));
  }
}
