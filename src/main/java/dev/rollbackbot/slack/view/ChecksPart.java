package dev.rollbackbot.slack.view;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.element.ButtonElement;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Mark;
import dev.rollbackbot.incident.Measurements;
import dev.rollbackbot.incident.Prose;
import dev.rollbackbot.incident.Reading;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.runbook.Evidence;
import java.util.ArrayList;
import java.util.List;

/** Probes and human checks. */
final class ChecksPart {
  private static final int SHOWN = 5;

  private ChecksPart() {}

  /**
   * The probes as one block; the human checks that are open with a button each where people are
   * asked.
   */
  static List<LayoutBlock> of(IncidentId id, State.Measuring s, boolean ask, Names names) {
    Measurements m = s.measurements();
    Prose lines = Prose.of("*After*  " + m.settledCount() + " of " + m.count());
    for (Measurements.ProbeRun p : m.probes()) {
      lines = lines.text("\n").add(probe(p, m));
    }
    List<LayoutBlock> buttons = new ArrayList<>();
    int open = 0;
    for (Measurements.CheckRun c : m.checks()) {
      boolean asked = ask && !c.mark().settled() && open < SHOWN;
      if (asked) {
        open++;
        buttons.add(
            Kit.section(
                "check:" + c.check().id(),
                "○ " + Mrkdwn.escape(c.check().title()),
                confirm(id, c)));
      } else {
        lines = lines.text("\n").add(check(c));
      }
    }
    List<LayoutBlock> out = new ArrayList<>();
    out.add(Kit.section(Mrkdwn.render(lines, names, id)));
    out.addAll(buttons);
    return out;
  }

  private static ButtonElement confirm(IncidentId id, Measurements.CheckRun c) {
    boolean proof = c.check().evidence() == Evidence.REQUIRED;
    return Kit.button(
        proof ? Verb.SETTLE_CHECK : Verb.DONE_CHECK,
        c.check().id(),
        proof ? "Confirm…" : "Confirm",
        Value.of(id, c.check().id()));
  }

  private static Prose probe(Measurements.ProbeRun p, Measurements m) {
    String title = p.probe().title();
    if (p.waiver().isPresent()) {
      Mark.Skipped w = p.waiver().get();
      return Prose.of("– " + title + ": waived by ").person(w.by()).text(", ").quote(w.reason());
    }
    if (p.last().isEmpty()) {
      return Prose.of("○ " + title + ": not measured yet");
    }
    Reading r = p.last().get();
    return switch (r.verdict()) {
      case PASSED ->
          m.holds(p)
              ? Prose.of("✓ " + title + "   ").quote(r.detail())
              : Prose.of("◐ " + title + "   ")
                  .quote(r.detail())
                  .text("   " + p.inARow() + " of " + m.needed());
      case FAILED -> Prose.of("✗ " + title + "   ").quote(r.detail());
      case INCONCLUSIVE -> Prose.of("? " + title + "   ").quote(r.detail());
    };
  }

  private static Prose check(Measurements.CheckRun c) {
    String title = c.check().title();
    return switch (c.mark()) {
      case Mark.Done d -> Prose.of("✓ " + title + "   ").person(d.by());
      case Mark.Skipped w ->
          Prose.of("– " + title + ": waived by ").person(w.by()).text(", ").quote(w.reason());
      case Mark.Open _, Mark.Deferred _, Mark.Running _, Mark.Failed _ -> Prose.of("○ " + title);
    };
  }
}
