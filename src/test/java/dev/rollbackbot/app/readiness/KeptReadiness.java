package dev.rollbackbot.app.readiness;

import dev.rollbackbot.incident.readiness.ReadinessReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Keeps reports in memory. */
public final class KeptReadiness implements ReadinessRecords {
  private final List<StoredReport> stored = new ArrayList<>();

  private record StoredReport(ReadinessReport report, boolean nightly) {}

  @Override
  public void save(ReadinessReport report, boolean nightly) {
    stored.add(new StoredReport(report, nightly));
  }

  @Override
  public List<ReadinessReport> newest() {
    return stored.stream().map(StoredReport::report).toList();
  }

  @Override
  public Optional<ReadinessReport> until(String runbook, String environment, Instant at) {
    return last(runbook, environment, s -> !s.report().at().isAfter(at));
  }

  @Override
  public Optional<ReadinessReport> nightly(String runbook, String environment) {
    return last(runbook, environment, StoredReport::nightly);
  }

  private Optional<ReadinessReport> last(
      String runbook, String environment, Predicate<StoredReport> condition) {
    return stored.reversed().stream()
        .filter(s -> s.report().runbook().equals(runbook))
        .filter(s -> s.report().environment().equals(environment))
        .filter(condition)
        .map(StoredReport::report)
        .findFirst();
  }
}
