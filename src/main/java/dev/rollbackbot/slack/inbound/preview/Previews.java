package dev.rollbackbot.slack.inbound.preview;

import dev.rollbackbot.app.readiness.PlanReader;
import dev.rollbackbot.app.readiness.ReadinessGauges;
import dev.rollbackbot.app.readiness.ReadinessRecords;
import dev.rollbackbot.app.readiness.RollbackReadiness;
import dev.rollbackbot.incident.readiness.ReadinessReport;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.view.panel.PlanPreviewBlocks;
import dev.rollbackbot.slack.view.panel.ReadinessBlocks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a rollback would do, and whether it would work, for whoever asks; changes nothing.
 *
 * @param readiness asks providers, Slack and sources
 * @param records keep the newest result
 * @param gauges show it
 */
public record Previews(
    PlanReader plans,
    RollbackReadiness readiness,
    ReadinessRecords records,
    ReadinessGauges gauges) {
  /** Today's plan as it would be. */
  public OutgoingMessage plan(Runbook runbook, Environment environment, String person) {
    PlanReader.ReadPlan read = plans.read(runbook, environment, person);
    return PlanPreviewBlocks.message(read.details(), read.planning(), plans.clock().instant());
  }

  /**
   * Whether a rollback would work.
   *
   * @param environment empty: all of each runbook
   */
  public OutgoingMessage readiness(List<Runbook> runbooks, Optional<Environment> environment) {
    List<ReadinessReport> reports = new ArrayList<>();
    for (Runbook runbook : runbooks) {
      for (Environment each : environment.map(List::of).orElseGet(runbook::environments)) {
        ReadinessReport report = readiness.of(runbook, each);
        records.save(report, false);
        reports.add(report);
      }
    }
    gauges.show(reports);
    return ReadinessBlocks.message(runbooks, reports);
  }
}
