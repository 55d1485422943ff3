package dev.rollbackbot.slack.inbound.preview;

import dev.rollbackbot.app.readiness.PlanReader;
import dev.rollbackbot.app.readiness.ReadinessGauges;
import dev.rollbackbot.app.readiness.ReadinessRecords;
import dev.rollbackbot.app.readiness.RollbackReadiness;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.readiness.ReadinessReport;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.panel.PlanPreviewBlocks;
import dev.rollbackbot.slack.view.panel.ReadinessBlocks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a rollback would do, and whether it would work, for whoever asks; changes nothing.
 *
 * @param readiness asks providers, Slack and sources
 * @param records keep the newest result
 * @param gauges show it
 * @param paper puts the checklist on paper into the incident's channel, and says so
 */
public record Previews(
    PlanReader plans,
    RollbackReadiness readiness,
    ReadinessRecords records,
    ReadinessGauges gauges,
    Function<Incident, String> paper) {
  /** Today's plan as it would be. */
  public OutgoingMessage plan(Runbook runbook, Environment environment, String person) {
    PlanReader.ReadPlan read = plans.read(runbook, environment, person);
    return PlanPreviewBlocks.message(read.details(), read.planning(), plans.clock().instant());
  }

  /** The checklist on paper, kept in the incident's channel. */
  public OutgoingMessage print(Incident incident) {
    String text = paper.apply(incident);
    return new OutgoingMessage(text, BlockKit.sections(text));
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
