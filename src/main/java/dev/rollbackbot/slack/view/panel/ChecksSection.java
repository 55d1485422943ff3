package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.element.ButtonElement;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.ProbeSchedule;
import dev.rollbackbot.incident.assessment.SignOffContent;
import dev.rollbackbot.incident.text.BaselineText;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.incident.verification.VerificationResults.CheckRun;
import dev.rollbackbot.incident.verification.VerificationResults.ProbeRun;
import dev.rollbackbot.runbook.Evidence;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.ArrayList;
import java.util.List;

/** Probes and human checks: the probes are one block, each open human check has a button. */
final class ChecksSection {
  private static final int SHOWN = 5;

  private ChecksSection() {}

  static List<LayoutBlock> of(
      IncidentDetails details, State.Measuring state, boolean ask, MentionLookup mentions) {
    IncidentId id = details.id();
    VerificationResults results = state.results();
    RichText lines = RichText.of("*After*  " + results.passedCount() + " of " + results.count());
    if (results.probes().stream()
        .anyMatch(p -> !BaselineText.before(details.baseline(), p).isEmpty())) {
      lines = lines.text("   _before→now_");
    }
    for (ProbeRun probe : results.probes()) {
      String before = BaselineText.before(details.baseline(), probe);
      lines = lines.text("\n" + before).add(probe(new Incident(details, state), probe, results));
      if (details.requests().asksAbout(probe.probe().id())) {
        lines =
            lines.text(
                "\n    A person decides: waive it with a reason, count it as failed, or run it"
                    + " again.");
      }
    }
    List<LayoutBlock> buttons = new ArrayList<>();
    for (CheckRun check : results.checks()) {
      if (ask && !check.status().settled() && buttons.size() < SHOWN) {
        buttons.add(
            BlockKit.section(
                "check:" + check.check().id(),
                "○ " + Mrkdwn.escape(check.check().title()),
                confirm(details, check)));
      } else {
        lines = lines.text("\n").add(check(check));
      }
    }
    buttons.addFirst(BlockKit.section(Mrkdwn.render(lines, mentions, id)));
    return buttons;
  }

  private static ButtonElement confirm(IncidentDetails details, CheckRun check) {
    boolean evidenceRequired = check.check().evidence() == Evidence.REQUIRED;
    return BlockKit.button(
        evidenceRequired ? PanelAction.SETTLE_CHECK : PanelAction.DONE_CHECK,
        check.check().id(),
        evidenceRequired ? "Confirm…" : "Confirm",
        ActionValue.of(details.id(), check.check().id(), SignOffContent.live(details)));
  }

  private static RichText probe(Incident incident, ProbeRun probe, VerificationResults results) {
    String title = probe.probe().title();
    if (probe.waiver().isPresent()) {
      return ChecklistSection.skipped(title, "waived", probe.waiver().get());
    }
    if (probe.lastResult().isEmpty()) {
      return ProbeSchedule.measurableFrom(incident, probe.probe())
          .map(from -> RichText.of("○ " + title + ": measured from ").time(from).text(" on"))
          .orElseGet(() -> RichText.of("○ " + title + ": not measured yet"));
    }
    ProbeResult result = probe.lastResult().get();
    String detail = BaselineText.withValueBefore(incident.details().baseline(), result);
    return switch (result.verdict()) {
      case PASSED ->
          results.passed(probe)
              ? RichText.of("✓ " + title + "   ").quote(detail)
              : RichText.of("◐ " + title + "   ")
                  .quote(detail)
                  .text("   " + probe.passesInARow() + " of " + results.passesNeeded());
      case FAILED -> RichText.of("✗ " + title + "   ").quote(detail);
      case INCONCLUSIVE -> RichText.of("? " + title + "   ").quote(detail);
    };
  }

  private static RichText check(CheckRun check) {
    String title = check.check().title();
    return switch (check.status()) {
      case ItemStatus.Done done -> RichText.of("✓ " + title + "   ").person(done.by());
      case ItemStatus.Skipped skipped -> ChecklistSection.skipped(title, "waived", skipped);
      case ItemStatus.Open _,
          ItemStatus.Deferred _,
          ItemStatus.TaskRunning _,
          ItemStatus.TaskFailed _ ->
          RichText.of("○ " + title);
    };
  }
}
