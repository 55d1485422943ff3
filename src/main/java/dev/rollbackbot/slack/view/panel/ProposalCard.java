package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.element.BlockElement;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.text.StatusText;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the card of a proposal has below its text: the plan as it would be, and the buttons. */
final class ProposalCard {
  private ProposalCard() {}

  static List<LayoutBlock> rest(IncidentDetails details, State.Proposed state) {
    List<LayoutBlock> out = new ArrayList<>();
    out.add(BlockKit.divider());
    switch (state.planning()) {
      case State.Unplanned _, State.Surveying _ ->
          out.add(BlockKit.section("The plan is being made."));
      case State.NoPlan(String text) ->
          out.add(BlockKit.section("There is no plan yet: " + Mrkdwn.quote(text)));
      case State.Planned planned -> {
        Optional<Instant> read =
            details.live().all().stream().map(LiveReading::at).max(Comparator.naturalOrder());
        out.addAll(PlanPreviewBlocks.plan(details, planned, read.orElseGet(details::declaredAt)));
        out.add(
            BlockKit.context(
                read.map(at -> Mrkdwn.since("Read", at) + ". ").orElse("")
                    + "It is made again when the rollback is started."));
      }
    }
    List<BlockElement> buttons = new ArrayList<>();
    buttons(details.id(), buttons);
    out.add(BlockKit.actions("proposal", buttons));
    out.add(
        BlockKit.context(
            "%s · %s · %s"
                .formatted(
                    details.id().label(),
                    Mrkdwn.escape(details.environment().id()),
                    Mrkdwn.escape(StatusText.status(new Incident(details, state))))));
    return out;
  }

  static void buttons(IncidentId id, List<BlockElement> out) {
    out.add(
        BlockKit.withConfirmation(
            BlockKit.primary(BlockKit.button(PanelAction.START_PROPOSED, "Start the rollback", id)),
            "Start the rollback?",
            "An incident is opened, and the rollback is made ready. Nothing is changed before"
                + " someone approves.",
            "Start it"));
    out.add(BlockKit.button(PanelAction.NOT_NOW, "Not now…", id));
    out.add(BlockKit.button(PanelAction.NOT_THIS, "It isn't this…", id));
    out.add(BlockKit.button(PanelAction.WATCH_PROPOSAL, "Watch", id));
  }
}
