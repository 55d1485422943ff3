package dev.rollbackbot.app.readiness;

import dev.rollbackbot.incident.readiness.ReadinessLevel;
import dev.rollbackbot.incident.readiness.ReadinessReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The newest results as metrics: one that is 1 for the result that holds, and the time of it. */
public final class ReadinessGauges {
  private static final double MILLIS = 1000;

  private final MultiGauge result;
  private final MultiGauge time;
  private final Map<String, ReadinessReport> newest = new TreeMap<>();

  public ReadinessGauges(MeterRegistry meters) {
    result =
        MultiGauge.builder("rollbackbot.readiness")
            .description("1 for the result of the newest check whether a rollback would work")
            .register(meters);
    time =
        MultiGauge.builder("rollbackbot.readiness.checked")
            .description("when that was checked, in seconds since 1970")
            .baseUnit("seconds")
            .register(meters);
  }

  /** Nothing else is shown from then on: a runbook may be gone. */
  public synchronized void showOnly(Collection<ReadinessReport> reports) {
    newest.clear();
    show(reports);
  }

  /** Replaces what was shown for their runbooks and environments. */
  public synchronized void show(Collection<ReadinessReport> reports) {
    reports.forEach(report -> newest.put(report.runbook() + " " + report.environment(), report));
    List<Row<?>> results = new ArrayList<>();
    List<Row<?>> times = new ArrayList<>();
    for (ReadinessReport report : newest.values()) {
      Tags place = Tags.of("runbook", report.runbook(), "environment", report.environment());
      for (ReadinessLevel level : ReadinessLevel.values()) {
        results.add(
            Row.of(
                place.and("result", level.name().toLowerCase(Locale.ROOT)),
                level == report.level() ? 1 : 0));
      }
      times.add(Row.of(place, report.at().toEpochMilli() / MILLIS));
    }
    result.register(results, true);
    time.register(times, true);
  }
}
