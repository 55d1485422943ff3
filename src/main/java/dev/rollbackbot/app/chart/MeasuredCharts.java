package dev.rollbackbot.app.chart;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.chart.IncidentChart;
import dev.rollbackbot.incident.chart.MeasuredChart;
import dev.rollbackbot.incident.verification.Reading;
import dev.rollbackbot.runbook.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Charts of incidents, with what the sources know of the time before the incident. */
public final class MeasuredCharts {
  /** Between so many times and one more a source is asked, for each metric of a chart. */
  private static final int STEPS = 40;

  private final MeasuredPast past;

  public MeasuredCharts(MeasuredPast past) {
    this.past = past;
  }

  /**
   * The chart; empty: nothing was measured that can be drawn.
   *
   * @param events of the incident so far, oldest first
   */
  public Optional<MeasuredChart> of(Incident incident, List<Event> events) {
    if (events.isEmpty()) {
      return Optional.empty();
    }
    IncidentDetails details = incident.details();
    List<Instant> times = times(IncidentChart.from(incident), events.getLast().at());
    Map<String, List<Reading>> known = new HashMap<>();
    for (Probe probe : IncidentChart.probes(details)) {
      String resource =
          details.runbook().serviceIn(details.environment(), probe.service()).resource();
      known.put(probe.id(), past.at(probe, resource, details.environment().id(), times));
    }
    return IncidentChart.of(incident, events, known);
  }

  private static List<Instant> times(Instant from, Instant to) {
    Duration step = Duration.between(from, to).dividedBy(STEPS);
    return IntStream.rangeClosed(0, STEPS).mapToObj(i -> from.plus(step.multipliedBy(i))).toList();
  }
}
