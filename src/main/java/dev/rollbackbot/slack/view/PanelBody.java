package dev.rollbackbot.slack.view;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.incident.Facts;
import dev.rollbackbot.incident.Posts;
import dev.rollbackbot.incident.Prose;
import dev.rollbackbot.incident.State;
import java.util.ArrayList;
import java.util.List;

/** The middle of the panel: what fits each state. */
final class PanelBody {
  private PanelBody() {}

  static List<LayoutBlock> of(State.Declared s, Names names) {
    Facts f = s.facts();
    return switch (s) {
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
        out.addAll(PlanPart.proposed(w));
        yield out;
      }
      case State.RollingBack x -> executing(x, names);
      case State.Paused x -> executing(x, names);
      case State.Blocked x -> executing(x, names);
      case State.Propagating m -> measuring(m, false, names);
      case State.Verifying m -> measuring(m, true, names);
      case State.AwaitingSignOff w -> {
        List<LayoutBlock> out = new ArrayList<>(measuring(w, false, names));
        out.add(Kit.section(Mrkdwn.render(SignaturePart.of(w), names, f.id())));
        yield out;
      }
      case State.Resolved r -> {
        List<LayoutBlock> out = new ArrayList<>(measuring(r, false, names));
        out.add(Kit.section(Mrkdwn.render(SignaturePart.of(r), names, f.id())));
        yield out;
      }
      case State.Closed _, State.Cancelled _ ->
          List.of(Kit.section(Mrkdwn.render(Posts.card(s), names, f.id())));
    };
  }

  private static List<LayoutBlock> executing(State.Executing s, Names names) {
    List<LayoutBlock> out = new ArrayList<>(ChecklistPart.open(s.facts(), names));
    out.add(StepsPart.of(s, names));
    StepsPart.asked(s, names).ifPresent(out::add);
    return out;
  }

  private static List<LayoutBlock> measuring(State.Measuring s, boolean ask, Names names) {
    List<LayoutBlock> out = new ArrayList<>();
    if (s instanceof State.Resolved) {
      out.add(Kit.section(ChecklistPart.folded(s.facts())));
    } else {
      out.addAll(ChecklistPart.open(s.facts(), names));
    }
    out.add(StepsPart.of(s, names));
    out.addAll(ChecksPart.of(s, ask, names));
    return out;
  }
}
