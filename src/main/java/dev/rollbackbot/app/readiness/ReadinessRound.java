package dev.rollbackbot.app.readiness;

import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.app.readiness.ReadinessNotices.ChangedReadiness;
import dev.rollbackbot.incident.readiness.ReadinessLevel;
import dev.rollbackbot.incident.readiness.ReadinessReport;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Asks for all runbooks in all their environments once a night, and tells what is not as it was the
 * night before.
 *
 * @param hour of the day in UTC
 */
public record ReadinessRound(
    Runbooks runbooks,
    BiFunction<Runbook, Environment, ReadinessReport> readiness,
    ReadinessRecords records,
    ReadinessNotices notices,
    ReadinessGauges gauges,
    int hour,
    InstantSource clock) {
  /** When the next one is due. */
  public Instant next() {
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    OffsetDateTime today = now.with(LocalTime.of(hour, 0));
    return (today.isAfter(now) ? today : today.plusDays(1)).toInstant();
  }

  /** Asks now; returns when to ask next. What was told is stored afterwards, so it is not lost. */
  public Instant run() {
    Instant round = clock.instant().truncatedTo(ChronoUnit.HOURS);
    List<ReadinessReport> reports = new ArrayList<>();
    List<ChangedReadiness> changed = new ArrayList<>();
    for (Runbook runbook : runbooks.all()) {
      for (Environment environment : runbook.environments()) {
        ReadinessReport report = readiness.apply(runbook, environment);
        reports.add(report);
        if (isNews(report)) {
          changed.add(new ChangedReadiness(runbook, report));
        }
      }
    }
    if (!changed.isEmpty()) {
      notices.changed(round, changed);
    }
    reports.forEach(report -> records.save(report, true));
    gauges.showOnly(reports);
    return next();
  }

  /** A place that is ready from its first night on is no news. */
  private boolean isNews(ReadinessReport report) {
    return records
        .nightly(report.runbook(), report.environment())
        .map(before -> !report.tellsTheSameAs(before))
        .orElse(report.level() != ReadinessLevel.READY);
  }
}
