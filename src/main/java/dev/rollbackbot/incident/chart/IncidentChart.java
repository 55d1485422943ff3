package dev.rollbackbot.incident.chart;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.chart.MeasuredChart.ChartLimit;
import dev.rollbackbot.incident.chart.MeasuredChart.ChartMoment;
import dev.rollbackbot.incident.chart.MeasuredChart.MeasuredPoint;
import dev.rollbackbot.incident.chart.MeasuredChart.MeasuredSeries;
import dev.rollbackbot.incident.text.BaselineText;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.Reading;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.measure.Comparison;
import dev.rollbackbot.runbook.measure.MetricQuery;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The chart of an incident, made of its events and of what sources know of the time before. */
public final class IncidentChart {
  /** Shown before the deployment. */
  private static final Duration BEFORE = Duration.ofHours(1);

  /** A deployment that is older is not shown. */
  private static final Duration LONGEST = Duration.ofHours(6);

  /** That part of the time is left free at the end. */
  private static final int EDGE = 30;

  private static final int MOST_SERIES = 4;
  private static final int MOST_MOMENTS = 9;

  private IncidentChart() {}

  /** The metrics whose values are drawn. */
  public static List<Probe> probes(IncidentDetails details) {
    return details.runbook().probes(details.environment()).stream()
        .filter(probe -> probe.measurement() instanceof MetricQuery)
        .toList();
  }

  /** From when on values are of interest. */
  public static Instant from(Incident incident) {
    IncidentDetails details = incident.details();
    Instant oldest = details.declaredAt().minus(LONGEST);
    return deployments(incident)
        .filter(at -> at.isAfter(oldest))
        .filter(at -> at.isBefore(details.declaredAt()))
        .min(Comparator.naturalOrder())
        .orElse(details.declaredAt())
        .minus(BEFORE);
  }

  /**
   * The chart; empty: nothing was measured that can be drawn.
   *
   * @param events of the incident so far, oldest first
   * @param past values of the time from {@link #from} on, by the probe's id, as far as sources know
   */
  public static Optional<MeasuredChart> of(
      Incident incident, List<Event> events, Map<String, List<Reading>> past) {
    List<MeasuredSeries> all =
        probes(incident.details()).stream()
            .map(probe -> series(probe, events, past.getOrDefault(probe.id(), List.of())))
            .filter(series -> !series.points().isEmpty())
            .toList();
    if (all.isEmpty() || events.isEmpty()) {
      return Optional.empty();
    }
    Instant from = from(incident);
    Instant to = events.getLast().at();
    // What happened last is not drawn at the very edge.
    Instant edge = to.plus(Duration.between(from, to).dividedBy(EDGE));
    List<ChartMoment> moments =
        ChartMoments.of(incident.details().runbook().services(), events).stream()
            .filter(m -> !m.at().isBefore(from) && !m.at().isAfter(to))
            .sorted(Comparator.comparing(ChartMoment::at))
            .distinct()
            .toList();
    List<ChartMoment> drawn = drawn(moments);
    return Optional.of(
        new MeasuredChart(
            incident.details().label() + " · " + incident.details().runbook().name(),
            from,
            edge,
            all.stream().limit(MOST_SERIES).toList(),
            all.stream().skip(MOST_SERIES).map(MeasuredSeries::title).toList(),
            drawn,
            moments.size() - drawn.size()));
  }

  private static MeasuredSeries series(Probe probe, List<Event> events, List<Reading> past) {
    List<Reading> readings =
        Stream.concat(past.stream(), events.stream().flatMap(e -> readings(probe, e))).toList();
    Map<Instant, MeasuredPoint> points = new TreeMap<>();
    readings.forEach(r -> points.put(r.at(), new MeasuredPoint(r.at(), new BigDecimal(r.value()))));
    MetricQuery query = (MetricQuery) probe.measurement();
    return new MeasuredSeries(
        probe.title(), query.unit(), limits(query, readings), List.copyOf(points.values()));
  }

  private static List<ChartLimit> limits(MetricQuery query, List<Reading> readings) {
    return switch (query.comparison()) {
      case Comparison.Limits(var atMost, var atLeast) ->
          Stream.concat(
                  atMost.map(limit -> limit("at most ", limit, query)).stream(),
                  atLeast.map(limit -> limit("at least ", limit, query)).stream())
              .toList();
      case Comparison.ToEarlier _ ->
          readings.reversed().stream()
              .flatMap(r -> r.earlier().stream())
              .findFirst()
              .map(earlier -> limit("compared with ", new BigDecimal(earlier), query))
              .stream()
              .toList();
    };
  }

  private static ChartLimit limit(String word, BigDecimal value, MetricQuery query) {
    return new ChartLimit(value, word + Reading.text(value, query.unit()));
  }

  private static Stream<Reading> readings(Probe probe, Event event) {
    Stream<ProbeResult> results =
        switch (event) {
          case Event.BaselineRead e -> e.results().stream();
          case Event.ProbesRead e -> e.results().stream();
          case Event _ -> Stream.empty();
        };
    return results
        .filter(result -> result.probe().equals(probe.id()))
        .flatMap(result -> result.reading().stream());
  }

  /** Of more than there is room for the first one and the newest. */
  private static List<ChartMoment> drawn(List<ChartMoment> moments) {
    return moments.size() <= MOST_MOMENTS
        ? moments
        : Stream.concat(
                moments.stream().limit(1),
                moments.stream().skip(moments.size() - (MOST_MOMENTS - 1)))
            .toList();
  }

  /** Of what the first plan leads away from. */
  private static Stream<Instant> deployments(Incident incident) {
    return incident.details().services().stream()
        .flatMap(service -> incident.details().live().before(service.service().id()).stream())
        .flatMap(live -> live.at().stream());
  }

  /** The same in words: what each metric is now, and was before. */
  public static RichText words(Incident incident, VerificationResults results) {
    RichText text = RichText.of("What was measured, with the times of each change (UTC):");
    for (VerificationResults.ProbeRun run : results.probes()) {
      Optional<ProbeResult> result = run.lastResult().filter(r -> r.reading().isPresent());
      if (result.isPresent()) {
        text =
            text.text("\n• " + run.probe().title() + ": ")
                .quote(BaselineText.withValueBefore(incident.details().baseline(), result.get()));
      }
    }
    return text;
  }

  /** Whether there is anything to draw. */
  public static boolean hasValues(VerificationResults results) {
    return results.probes().stream()
        .flatMap(run -> run.lastResult().stream())
        .anyMatch(result -> result.reading().isPresent());
  }
}
