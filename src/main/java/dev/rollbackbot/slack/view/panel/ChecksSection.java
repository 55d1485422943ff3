package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.element.ButtonElement;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.runbook.Evidence;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.ArrayList;
import java.util.List;

/** Probes and human checks. */
final class ChecksSection {
  private static final int SHOWN = 5;

  private ChecksSection() {}

  /**
   * The probes as one block; the human checks that are open with a button each where people are
   * asked.
   */
  static List<LayoutBlock> of(
      IncidentId id, State.Measuring state, boolean ask, MentionLookup mentions) {
    VerificationResults results = state.results();
    RichText lines = RichText.of("*After*  " + results.passedCount() + " of " + results.count());
    for (VerificationResults.ProbeRun probe : results.probes()) {
      lines = lines.text("\n").add(probe(probe, results));
    }
    List<LayoutBlock> buttons = new ArrayList<>();
    int open = 0;
    for (VerificationResults.CheckRun check : results.checks()) {
      boolean isOpen = ask && !check.status().settled() && open < SHOWN;
      if (isOpen) {
        open++;
        buttons.add(
            BlockKit.section(
                "check:" + check.check().id(),
                "○ " + Mrkdwn.escape(check.check().title()),
                confirm(id, check)));
      } else {
        lines = lines.text("\n").add(check(check));
      }
    }
    List<LayoutBlock> out = new ArrayList<>();
    out.add(BlockKit.section(Mrkdwn.render(lines, mentions, id)));
    out.addAll(buttons);
    return out;
  }

  private static ButtonElement confirm(IncidentId id, VerificationResults.CheckRun check) {
    boolean proof = check.check().evidence() == Evidence.REQUIRED;
    return BlockKit.button(
        proof ? PanelAction.SETTLE_CHECK : PanelAction.DONE_CHECK,
        check.check().id(),
        proof ? "Confirm…" : "Confirm",
        ActionValue.of(id, check.check().id()));
  }

  private static RichText probe(VerificationResults.ProbeRun probe, VerificationResults results) {
    String title = probe.probe().title();
    if (probe.waiver().isPresent()) {
      ItemStatus.Skipped skipped = probe.waiver().get();
      return RichText.of("– " + title + ": waived by ")
          .person(skipped.by())
          .text(", ")
          .quote(skipped.reason());
    }
    if (probe.lastResult().isEmpty()) {
      return RichText.of("○ " + title + ": not measured yet");
    }
    ProbeResult result = probe.lastResult().get();
    return switch (result.verdict()) {
      case PASSED ->
          results.passed(probe)
              ? RichText.of("✓ " + title + "   ").quote(result.detail())
              : RichText.of("◐ " + title + "   ")
                  .quote(result.detail())
                  .text("   " + probe.passesInARow() + " of " + results.passesNeeded());
      case FAILED -> RichText.of("✗ " + title + "   ").quote(result.detail());
      case INCONCLUSIVE -> RichText.of("? " + title + "   ").quote(result.detail());
    };
  }

  private static RichText check(VerificationResults.CheckRun check) {
    String title = check.check().title();
    return switch (check.status()) {
      case ItemStatus.Done done -> RichText.of("✓ " + title + "   ").person(done.by());
      case ItemStatus.Skipped skipped ->
          RichText.of("– " + title + ": waived by ")
              .person(skipped.by())
              .text(", ")
              .quote(skipped.reason());
      case ItemStatus.Open _,
          ItemStatus.Deferred _,
          ItemStatus.TaskRunning _,
          ItemStatus.TaskFailed _ ->
          RichText.of("○ " + title);
    };
  }
}
