package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.text.AutomaticText;
import dev.rollbackbot.incident.text.BaselineText;
import dev.rollbackbot.incident.text.PostTemplates;
import dev.rollbackbot.incident.text.ProposalText;
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
      case State.Proposed _ -> List.of(section(PostTemplates.card(incident), mentions, details));
      case State.Monitoring _ -> {
        List<LayoutBlock> out = begun(incident, mentions);
        out.add(section(advice(details), mentions, details));
        yield out;
      }
      case State.Preparing preparing -> {
        List<LayoutBlock> out = begun(incident, mentions);
        out.addAll(ChecklistSection.open(details, mentions));
        out.addAll(PlanSection.planning(preparing.planning(), details));
        yield out;
      }
      case State.AwaitingApproval awaitingApproval -> {
        List<LayoutBlock> out = begun(incident, mentions);
        out.addAll(ChecklistSection.open(details, mentions));
        out.addAll(PlanSection.proposed(details, awaitingApproval));
        BaselineText.before(details).ifPresent(text -> out.add(section(text, mentions, details)));
        yield out;
      }
      case State.RollingBack rollingBack -> executing(details, rollingBack, mentions);
      case State.Paused paused -> executing(details, paused, mentions);
      case State.Blocked blocked -> executing(details, blocked, mentions);
      case State.Propagating propagating -> measuring(details, propagating, false, mentions);
      case State.Verifying verifying -> measuring(details, verifying, true, mentions);
      case State.AwaitingSignOff signOff -> {
        List<LayoutBlock> out = measuring(details, signOff, false, mentions);
        out.add(section(SignatureSection.of(details, signOff), mentions, details));
        yield out;
      }
      case State.Resolved resolved -> {
        List<LayoutBlock> out = measuring(details, resolved, false, mentions);
        out.add(section(SignatureSection.of(details, resolved), mentions, details));
        yield out;
      }
      case State.Closed _, State.Cancelled _ ->
          List.of(section(PostTemplates.card(incident), mentions, details));
    };
  }

  /** Why the bot began it, where people decide about it. */
  private static List<LayoutBlock> begun(Incident incident, MentionLookup mentions) {
    IncidentDetails details = incident.details();
    List<LayoutBlock> out = new ArrayList<>();
    ProposalText.begun(details).ifPresent(text -> out.add(section(text, mentions, details)));
    AutomaticText.state(incident).ifPresent(text -> out.add(section(text, mentions, details)));
    return out;
  }

  private static RichText advice(IncidentDetails details) {
    return RichText.of("*Advice*  " + details.decisionRule().reason() + "\n*Seen*  ")
        .add(PostTemplates.observed(details))
        .text(details.declaration().description().isBlank() ? "" : ": ")
        .said(details.declaration().description());
  }

  private static List<LayoutBlock> executing(
      IncidentDetails details, State.Executing state, MentionLookup mentions) {
    List<LayoutBlock> out = ChecklistSection.open(details, mentions);
    out.add(section(StepsSection.of(details, state), mentions, details));
    StepsSection.instructions(details, state)
        .forEach(text -> out.add(section(text, mentions, details)));
    return out;
  }

  private static List<LayoutBlock> measuring(
      IncidentDetails details, State.Measuring state, boolean ask, MentionLookup mentions) {
    List<LayoutBlock> out = new ArrayList<>();
    if (state instanceof State.Resolved) {
      out.add(BlockKit.section(ChecklistSection.collapsed(details)));
    } else {
      out.addAll(ChecklistSection.open(details, mentions));
    }
    out.add(section(StepsSection.of(details, state), mentions, details));
    out.addAll(ChecksSection.of(details, state, ask, mentions));
    return out;
  }

  private static LayoutBlock section(
      RichText text, MentionLookup mentions, IncidentDetails details) {
    return BlockKit.section(Mrkdwn.render(text, mentions, details.id()));
  }
}
