package dev.rollbackbot.slack.view;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.incident.Facts;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.Posts;
import dev.rollbackbot.incident.Prose;
import dev.rollbackbot.incident.State;
import java.util.ArrayList;
import java.util.List;

/** The middle of the panel: what fits each state. */
final class PanelBody {
  private PanelBody() {}

  static List<LayoutBlock> of(Incident s, Names names) {
    Facts f = s.facts();
    return switch (s.state()) {
      case State.Monitoring _ ->
          List.of(
              Kit.section(
                  Mrkdwn.render(
                      Prose.of("*Advice*  " + f.guideline().reason() + "\n*Seen*  ")
                          .add(Posts.observed(f))
                          .text(f.declaration().description().isBlank() ? "" : ": ")
                          .quote(f.declaration().description()),
                      names,
                      f.id())));
      case State.Preparing p -> {
        List<LayoutBlock> out = new ArrayList<>(ChecklistPart.open(f, names));
        out.add(PlanPart.planning(p.planning(), f));
        yield out;
      }
      case State.AwaitingApproval w -> {
        List<LayoutBlock> out = new ArrayList<>(ChecklistPart.open(f, names));
        out.addAll(PlanPart.proposed(f, w));
        yield out;
      }
      case State.RollingBack x -> executing(f, x, names);
      case State.Paused x -> executing(f, x, names);
      case State.Blocked x -> executing(f, x, names);
      case State.Propagating m -> measuring(f, m, false, names);
      case State.Verifying m -> measuring(f, m, true, names);
      case State.AwaitingSignOff w -> {
        List<LayoutBlock> out = new ArrayList<>(measuring(f, w, false, names));
        out.add(Kit.section(Mrkdwn.render(SignaturePart.of(f, w), names, f.id())));
        yield out;
      }
      case State.Resolved r -> {
        List<LayoutBlock> out = new ArrayList<>(measuring(f, r, false, names));
        out.add(Kit.section(Mrkdwn.render(SignaturePart.of(f, r), names, f.id())));
        yield out;
      }
      case State.Closed _, State.Cancelled _ ->
          List.of(Kit.section(Mrkdwn.render(Posts.card(s), names, f.id())));
    };
  }

  private static List<LayoutBlock> executing(Facts f, State.Executing s, Names names) {
    List<LayoutBlock> out = new ArrayList<>(ChecklistPart.open(f, names));
    out.add(StepsPart.of(f, s, names));
    StepsPart.asked(f, s, names).ifPresent(out::add);
    return out;
  }

  private static List<LayoutBlock> measuring(Facts f, State.Measuring s, boolean ask, Names names) {
    List<LayoutBlock> out = new ArrayList<>();
    if (s instanceof State.Resolved) {
      out.add(Kit.section(ChecklistPart.folded(f)));
    } else {
      out.addAll(ChecklistPart.open(f, names));
    }
    out.add(StepsPart.of(f, s, names));
    out.addAll(ChecksPart.of(f.id(), s, ask, names));
    return out;
  }
}
