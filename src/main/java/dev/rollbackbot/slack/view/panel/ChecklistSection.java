package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.Checklist.TrackedItem;
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

/** The checklist: one line when it is complete, one line an item while it is open. */
final class ChecklistSection {
  private static final int SHOWN = 4;

  private ChecklistSection() {}

  static String collapsed(IncidentDetails details) {
    Checklist checklist = details.checklist();
    return "*Before*  " + checklist.settledCount() + " of " + checklist.entries().size() + " done";
  }

  static List<LayoutBlock> open(IncidentDetails details, MentionLookup mentions) {
    List<TrackedItem> openItems =
        details.checklist().entries().stream()
            .filter(ChecklistSection::isForPerson)
            .limit(SHOWN)
            .toList();
    List<LayoutBlock> out = new ArrayList<>();
    out.add(BlockKit.section(summary(details, openItems, mentions)));
    openItems.forEach(e -> out.add(item(details, e.item())));
    return out;
  }

  private static boolean isForPerson(TrackedItem entry) {
    return entry.item().byPerson() && entry.status() instanceof ItemStatus.Open;
  }

  private static LayoutBlock item(IncidentDetails details, ChecklistItem item) {
    boolean evidenceRequired =
        item.assignee() instanceof ChecklistItem.PersonAssignee(Evidence evidence)
            && evidence == Evidence.REQUIRED;
    return BlockKit.section(
        "item:" + item.id(),
        "○ " + Mrkdwn.escape(item.title()),
        BlockKit.button(
            evidenceRequired ? PanelAction.SETTLE_ITEM : PanelAction.DONE_ITEM,
            item.id(),
            evidenceRequired ? "Done…" : "Done",
            ActionValue.of(details.id(), item.id())));
  }

  private static String summary(
      IncidentDetails details, List<TrackedItem> openItems, MentionLookup mentions) {
    List<TrackedItem> entries = details.checklist().entries();
    if (details.checklist().settledCount() == entries.size()) {
      return collapsed(details);
    }
    StringBuilder out = new StringBuilder(collapsed(details));
    for (TrackedItem entry : entries) {
      if (!openItems.contains(entry)) {
        out.append('\n').append(Mrkdwn.render(line(entry), mentions, details.id()));
      }
    }
    return out.toString();
  }

  private static RichText line(TrackedItem entry) {
    String title = entry.item().title();
    return switch (entry.status()) {
      case ItemStatus.Open _ -> RichText.of("○ " + title);
      case ItemStatus.Deferred _ ->
          RichText.of("○ " + title + ": later, CRITICAL does not wait for it");
      case ItemStatus.TaskRunning _ -> RichText.of("◐ " + title + ": the bot is at it");
      case ItemStatus.Done done ->
          RichText.of("✓ " + title + "   ").person(done.by()).text(", ").time(done.at());
      case ItemStatus.Skipped skipped -> skipped(title, "skipped", skipped);
      case ItemStatus.TaskFailed failed -> RichText.of("✗ " + title + ": ").quote(failed.text());
    };
  }

  static RichText skipped(String title, String how, ItemStatus.Skipped skipped) {
    return RichText.of("– " + title + ": " + how + " by ")
        .person(skipped.by())
        .text(", ")
        .quote(skipped.reason());
  }
}
