package dev.rollbackbot.incident.measured;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.chart.IncidentChart;
import dev.rollbackbot.incident.chart.MeasuredChart;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.verification.Reading;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.measure.Comparison;
import dev.rollbackbot.runbook.measure.MetricQuery;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the picture of an incident marks as changes. */
@Pure
final class IncidentChartTest {
  private static final Instant START = SampleIncident.START;

  private final ConversationDriver driver = planned();
  private final List<Event> events = new ArrayList<>(driver.events);

  private static ConversationDriver planned() {
    Probe errors =
        new Probe(
            "errors",
            "Few errors",
            "api",
            new MetricQuery(
                "prometheus",
                "errors",
                "%",
                new Comparison.Limits(Optional.of(BigDecimal.ONE), Optional.empty()),
                Duration.ofMinutes(1),
                Duration.ZERO,
                Duration.ofSeconds(30),
                Optional.empty()),
            Set.of());
    return new ConversationDriver()
        .does(
            SampleIncident.REQUESTER,
            (at, by) ->
                new Command.Declare(
                    at,
                    by,
                    new IncidentId(12),
                    SampleIncident.measuring(List.of(errors)),
                    SampleIncident.declaration(true, Severity.HIGH)))
        .surveyEnds(SampleIncident.surveyed());
  }

  private static Instant minute(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }

  /** A plan with a step of the same id, which is called differently. */
  private void plan(int minute) {
    events.add(
        new Event.PlanMade(
            minute(minute),
            new Plan(
                "rollback", List.of(PlannedStep.byHand("api", "API once more")), Optional.empty()),
            List.of(),
            Optional.empty(),
            Optional.empty()));
  }

  private void rolledBack(int minute, String version) {
    events.add(
        new Event.StepSucceeded(
            minute(minute),
            "api",
            SampleIncident.live(version),
            false,
            Duration.ofSeconds(1),
            Optional.empty()));
  }

  /** Read as it is; the deployment's own time is not known. */
  private void read(int minute, String api) {
    Outcome.Succeeded read =
        (Outcome.Succeeded) SampleIncident.liveOfUnknownTime(api, minute(minute));
    List<LiveReading> readings = ((Outcome.LiveRead) read.finding()).readings();
    events.add(new Event.LiveVersionsRead(minute(minute), readings, Optional.empty()));
  }

  private MeasuredChart chart() {
    Reading reading = new Reading("0.4", "%", START, Optional.empty());
    return IncidentChart.of(
            driver.incident.orElseThrow(), events, Map.of("errors", List.of(reading)))
        .orElseThrow();
  }

  private Stream<String> marked() {
    return chart().moments().stream().map(MeasuredChart.ChartMoment::what);
  }

  @Test
  void a_step_has_the_title_of_its_own_plan() {
    rolledBack(1, "v41");
    plan(2);
    rolledBack(3, "v40");
    assertThat(marked())
        .containsExactly(
            "API v42 went live",
            "Site 9f2c went live",
            "API: v41 is live",
            "API once more: v40 is live");
  }

  @Test
  void what_others_deploy_is_marked_and_what_is_read_again_is_not() {
    read(1, "v42");
    rolledBack(2, "v41");
    read(3, "v41");
    read(4, "v43");
    read(5, "v43");
    assertThat(marked())
        .containsExactly(
            "API v42 went live",
            "Site 9f2c went live",
            "API: v41 is live",
            "API v43 was found live");
    assertThat(chart().moments()).last().extracting("at").isEqualTo(minute(4));
  }

  @Test
  void of_more_than_there_is_room_for_the_newest_are_drawn_and_the_others_counted() {
    for (int i = 1; i <= 12; i++) {
      read(i, "v" + (100 + i));
    }
    MeasuredChart chart = chart();
    assertThat(chart.moments()).hasSize(9);
    assertThat(chart.undrawn()).isEqualTo(14 - 9);
    assertThat(chart.moments()).first().extracting("what").isEqualTo("API v42 went live");
    assertThat(chart.moments()).last().extracting("what").isEqualTo("API v112 was found live");
  }
}
