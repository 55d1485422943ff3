package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.text.PostTemplates;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.ArrayList;
import java.util.List;

/** The middle of the panel: what fits each state. */
final class PanelBody {
  private PanelBody() {}

  static List<LayoutBlock> of(Incident incident, MentionLookup mentions) {
    IncidentDetails details = incident.details();
    return switch (incident.state()) {
      case State.Monitoring _ ->
          List.of(
              BlockKit.section(
                  Mrkdwn.render(
                      RichText.of("*Advice*  " + details.decisionRule().reason() + "\n*Seen*  ")
                          .add(PostTemplates.observed(details))
                          .text(details.declaration().description().isBlank() ? "" : ": ")
                          .quote(details.declaration().description()),
                      mentions,
                      details.id())));
      case State.Preparing preparing -> {
        List<LayoutBlock> out = new ArrayList<>(ChecklistSection.open(details, mentions));
        out.add(PlanSection.planning(preparing.planning(), details));
        yield out;
      }
      case State.AwaitingApproval awaitingApproval -> {
        List<LayoutBlock> out = new ArrayList<>(ChecklistSection.open(details, mentions));
        out.addAll(PlanSection.proposed(details, awaitingApproval));
        yield out;
      }
      case State.RollingBack rollingBack -> executing(details, rollingBack, mentions);
      case State.Paused paused -> executing(details, paused, mentions);
      case State.Blocked blocked -> executing(details, blocked, mentions);
      case State.Propagating propagating -> measuring(details, propagating, false, mentions);
      case State.Verifying verifying -> measuring(details, verifying, true, mentions);
      case State.AwaitingSignOff awaitingSignOff -> {
        List<LayoutBlock> out =
            new ArrayList<>(measuring(details, awaitingSignOff, false, mentions));
        out.add(
            BlockKit.section(
                Mrkdwn.render(
                    SignatureSection.of(details, awaitingSignOff), mentions, details.id())));
        yield out;
      }
      case State.Resolved resolved -> {
        List<LayoutBlock> out = new ArrayList<>(measuring(details, resolved, false, mentions));
        out.add(
            BlockKit.section(
                Mrkdwn.render(SignatureSection.of(details, resolved), mentions, details.id())));
        yield out;
      }
      case State.Closed _, State.Cancelled _ ->
          List.of(
              BlockKit.section(
                  Mrkdwn.render(PostTemplates.card(incident), mentions, details.id())));
    };
  }

  private static List<LayoutBlock> executing(
      IncidentDetails details, State.Executing state, MentionLookup mentions) {
    List<LayoutBlock> out = new ArrayList<>(ChecklistSection.open(details, mentions));
    out.add(StepsSection.of(details, state, mentions));
    StepsSection.instructions(details, state, mentions).ifPresent(out::add);
    return out;
  }

  private static List<LayoutBlock> measuring(
      IncidentDetails details, State.Measuring state, boolean ask, MentionLookup mentions) {
    List<LayoutBlock> out = new ArrayList<>();
    if (state instanceof State.Resolved) {
      out.add(BlockKit.section(ChecklistSection.foldedSummary(details)));
    } else {
      out.addAll(ChecklistSection.open(details, mentions));
    }
    out.add(StepsSection.of(details, state, mentions));
    out.addAll(ChecksSection.of(details.id(), state, ask, mentions));
    return out;
  }
}
