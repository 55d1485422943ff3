package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A plan that nobody has asked for: as the panel shows it, without anything to press. */
public final class PlanPreviewBlocks {
  private PlanPreviewBlocks() {}

  /** For one person. */
  public static OutgoingMessage message(
      IncidentDetails details, State.Planning planning, Instant at) {
    String what =
        "*%s* in %s: the plan if a fault had been seen just now"
            .formatted(
                Mrkdwn.escape(details.runbook().name()), Mrkdwn.escape(details.environment().id()));
    List<LayoutBlock> out = new ArrayList<>();
    out.add(BlockKit.section(what));
    out.addAll(plan(details, planning, at));
    out.add(
        BlockKit.context(
            "%s. Nothing was changed, and nobody was asked for anything."
                .formatted(Mrkdwn.since("Read", at))));
    return new OutgoingMessage(what, out);
  }

  /** Also for a proposal. */
  static List<LayoutBlock> plan(IncidentDetails details, State.Planning planning, Instant at) {
    List<LayoutBlock> plan =
        planning instanceof State.Planned planned && planned.plan().openSteps().isEmpty()
            ? PlanSection.proposed(
                details,
                new State.AwaitingApproval(planned.plan(), planned.warnings(), Map.of(), at))
            : PlanSection.planning(planning, details);
    return plan.stream().map(PlanPreviewBlocks::withoutButton).toList();
  }

  private static LayoutBlock withoutButton(LayoutBlock block) {
    if (block instanceof SectionBlock section) {
      section.setAccessory(null);
    }
    return block;
  }
}
