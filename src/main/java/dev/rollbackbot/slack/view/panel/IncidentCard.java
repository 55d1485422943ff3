package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.AutomaticConditions;
import dev.rollbackbot.incident.text.AutomaticText;
import dev.rollbackbot.incident.text.DrillText;
import dev.rollbackbot.incident.text.PostTemplates;
import dev.rollbackbot.incident.text.StatusText;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.BlockTruncation;
import dev.rollbackbot.slack.view.blockkit.MaskedText;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The incident's one message in the incidents channel; of a private one, that there is one. */
public final class IncidentCard {
  private IncidentCard() {}

  public static List<LayoutBlock> blocks(Incident incident, Instant now, MentionLookup mentions) {
    IncidentDetails details = incident.details();
    if (details.staysInChannel()) {
      return List.of(BlockKit.section(text(incident)));
    }
    List<LayoutBlock> out =
        new ArrayList<>(
            PostBlocks.blocks(MaskedText.of(PostTemplates.card(incident)), mentions, details.id()));
    if (incident.state() instanceof State.Proposed proposed) {
      out.addAll(ProposalCard.rest(details, proposed));
      return BlockTruncation.texts(
          Panel.truncateMiddle(
              BlockKit.seenAt(details.stage(), out), "in the panel once it is started"));
    }
    String where =
        details.channel().filter(Channel::own).map(c -> " · <#" + c.id() + ">").orElse("");
    out.add(
        BlockKit.context(
            "%s · %s · %s%s"
                .formatted(
                    details.id().label(),
                    Mrkdwn.escape(details.declaration().environment()),
                    Mrkdwn.escape(StatusText.statusWithTimeLeft(incident, now)),
                    where)));
    if (AutomaticConditions.announced(incident).isPresent()) {
      AutomaticText.state(incident)
          .ifPresent(t -> out.addAll(PostBlocks.blocks(t, mentions, details.id())));
      out.add(BlockKit.actions("automatic", List.of(PanelButtons.stopAutomatic(details.id()))));
    }
    return BlockKit.seenAt(details.stage(), out);
  }

  /** For notifications. */
  public static String text(Incident incident) {
    IncidentDetails details = incident.details();
    if (details.isDrill() && !details.isPrivate()) {
      return Mrkdwn.escape(DrillText.card(details, incident.state()))
          + DrillText.channel(details).map(c -> " <#" + c + ">").orElse("");
    }
    if (details.isPrivate()) {
      return details.label()
          + " · Private incident · "
          + (incident.state() instanceof State.Ended ? "over" : "open");
    }
    if (incident.state() instanceof State.Proposed) {
      return "%s · %s: %s"
          .formatted(
              details.id().label(),
              Mrkdwn.escape(details.runbook().name()),
              Mrkdwn.escape(StatusText.status(incident)));
    }
    return "%s · %s · %s: %s"
        .formatted(
            details.id().label(),
            Mrkdwn.escape(details.runbook().name()),
            details.declaration().severity(),
            Mrkdwn.escape(StatusText.status(incident)));
  }
}
