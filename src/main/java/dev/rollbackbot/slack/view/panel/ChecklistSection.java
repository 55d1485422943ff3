package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Evidence;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.ArrayList;
import java.util.List;

/** The checklist: one line once it is complete, one line an item while it is open. */
final class ChecklistSection {
  private static final int SHOWN = 4;

  private ChecklistSection() {}

  static String foldedSummary(IncidentDetails details) {
    Checklist checklist = details.checklist();
    return "*Before*  " + checklist.settledCount() + " of " + checklist.entries().size() + " done";
  }

  static List<LayoutBlock> open(IncidentDetails details, MentionLookup mentions) {
    List<Checklist.TrackedItem> openItems =
        details.checklist().entries().stream()
            .filter(ChecklistSection::isAsked)
            .limit(SHOWN)
            .toList();
    List<LayoutBlock> out = new ArrayList<>();
    out.add(BlockKit.section(summary(details, openItems, mentions)));
    openItems.forEach(e -> out.add(item(details, e)));
    return out;
  }

  private static boolean isAsked(Checklist.TrackedItem entry) {
    return entry.item().byPerson() && entry.status() instanceof ItemStatus.Open;
  }

  private static LayoutBlock item(IncidentDetails details, Checklist.TrackedItem entry) {
    boolean proof =
        entry.item().assignee() instanceof ChecklistItem.PersonAssignee(Evidence evidence)
            && evidence == Evidence.REQUIRED;
    return BlockKit.section(
        "item:" + entry.item().id(),
        "○ " + Mrkdwn.escape(entry.item().title()),
        BlockKit.button(
            proof ? PanelAction.SETTLE_ITEM : PanelAction.DONE_ITEM,
            entry.item().id(),
            proof ? "Done…" : "Done",
            ActionValue.of(details.id(), entry.item().id())));
  }

  private static String summary(
      IncidentDetails details, List<Checklist.TrackedItem> openItems, MentionLookup mentions) {
    List<Checklist.TrackedItem> entries = details.checklist().entries();
    if (details.checklist().settledCount() == entries.size()) {
      return foldedSummary(details);
    }
    StringBuilder out = new StringBuilder(foldedSummary(details));
    for (Checklist.TrackedItem entry : entries) {
      if (!openItems.contains(entry)) {
        out.append('\n').append(Mrkdwn.render(line(entry), mentions, details.id()));
      }
    }
    return out.toString();
  }

  private static RichText line(Checklist.TrackedItem entry) {
    String title = entry.item().title();
    return switch (entry.status()) {
      case ItemStatus.Open _ -> RichText.of("○ " + title);
      case ItemStatus.Deferred _ ->
          RichText.of("○ " + title + ": later, CRITICAL does not wait for it");
      case ItemStatus.TaskRunning _ -> RichText.of("◐ " + title + ": the bot is at it");
      case ItemStatus.Done done ->
          RichText.of("✓ " + title + "   ").add(who(done.by())).text(", ").time(done.at());
      case ItemStatus.Skipped skipped ->
          RichText.of("– " + title + ": skipped by ")
              .person(skipped.by())
              .text(", ")
              .quote(skipped.reason());
      case ItemStatus.TaskFailed failed -> RichText.of("✗ " + title + ": ").quote(failed.text());
    };
  }

  /** Named, not mentioned again. */
  private static RichText who(String person) {
    return new RichText(List.of()).person(person);
  }
}
