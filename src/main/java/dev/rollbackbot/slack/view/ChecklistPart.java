package dev.rollbackbot.slack.view;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.incident.Checklist;
import dev.rollbackbot.incident.Facts;
import dev.rollbackbot.incident.Mark;
import dev.rollbackbot.incident.Prose;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Evidence;
import java.util.ArrayList;
import java.util.List;

/** The checklist: one line once it is complete, one line an item while it is open. */
final class ChecklistPart {
  private static final int SHOWN = 4;

  private ChecklistPart() {}

  static String folded(Facts f) {
    Checklist c = f.checklist();
    return "*Before*  " + c.settledCount() + " of " + c.entries().size() + " done";
  }

  static List<LayoutBlock> open(Facts f, Names names) {
    List<Checklist.Entry> asked =
        f.checklist().entries().stream().filter(ChecklistPart::isAsked).limit(SHOWN).toList();
    List<LayoutBlock> out = new ArrayList<>();
    out.add(Kit.section(summary(f, asked, names)));
    asked.forEach(e -> out.add(item(f, e)));
    return out;
  }

  private static boolean isAsked(Checklist.Entry e) {
    return e.item().byPerson() && e.mark() instanceof Mark.Open;
  }

  private static LayoutBlock item(Facts f, Checklist.Entry e) {
    boolean proof =
        e.item().doer() instanceof ChecklistItem.Person(Evidence evidence)
            && evidence == Evidence.REQUIRED;
    return Kit.section(
        "item:" + e.item().id(),
        "○ " + Mrkdwn.escape(e.item().title()),
        Kit.button(
            proof ? Verb.SETTLE_ITEM : Verb.DONE_ITEM,
            e.item().id(),
            proof ? "Done…" : "Done",
            Value.of(f.id(), e.item().id())));
  }

  private static String summary(Facts f, List<Checklist.Entry> asked, Names names) {
    List<Checklist.Entry> entries = f.checklist().entries();
    if (f.checklist().settledCount() == entries.size()) {
      return folded(f);
    }
    StringBuilder out = new StringBuilder(folded(f));
    for (Checklist.Entry e : entries) {
      if (!asked.contains(e)) {
        out.append('\n').append(Mrkdwn.render(line(e), names, f.id()));
      }
    }
    return out.toString();
  }

  private static Prose line(Checklist.Entry e) {
    String title = e.item().title();
    return switch (e.mark()) {
      case Mark.Open _ -> Prose.of("○ " + title);
      case Mark.Deferred _ -> Prose.of("○ " + title + ": later, CRITICAL does not wait for it");
      case Mark.Running _ -> Prose.of("◐ " + title + ": the bot is at it");
      case Mark.Done m -> Prose.of("✓ " + title + "   ").add(who(m.by())).text(", ").time(m.at());
      case Mark.Skipped m ->
          Prose.of("– " + title + ": skipped by ").person(m.by()).text(", ").quote(m.reason());
      case Mark.Failed m -> Prose.of("✗ " + title + ": ").quote(m.text());
    };
  }

  /** Named, not mentioned again. */
  private static Prose who(String person) {
    return new Prose(List.of()).person(person);
  }
}
