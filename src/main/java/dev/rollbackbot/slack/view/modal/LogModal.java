package dev.rollbackbot.slack.view.modal;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.view.View;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.timeline.Timeline.TimelineEntry;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The incident's log, to be read. */
public final class LogModal {
  private static final int MAX_ENTRIES = 120;
  private static final int ENTRIES_PER_BLOCK = 8;

  private LogModal() {}

  public static View of(ModalContext context) {
    IncidentId id = context.incident().details().id();
    List<TimelineEntry> log = context.log();
    List<LayoutBlock> blocks = new ArrayList<>();
    int from = Math.max(0, log.size() - MAX_ENTRIES);
    if (from > 0) {
      blocks.add(BlockKit.context("The newest " + MAX_ENTRIES + " of " + log.size() + " entries."));
    }
    for (int i = from; i < log.size(); i += ENTRIES_PER_BLOCK) {
      List<TimelineEntry> entries = log.subList(i, Math.min(i + ENTRIES_PER_BLOCK, log.size()));
      blocks.add(BlockKit.section(lines(entries, context.mentions(), id)));
    }
    if (blocks.isEmpty()) {
      blocks.add(BlockKit.section("Nothing has happened yet."));
    }
    View view =
        BlockKit.modal(
            context.callbackId(),
            "Log of " + context.incident().details().label(),
            "Close",
            blocks.subList(0, Math.min(blocks.size(), BlockKitLimits.MODAL_BLOCKS)));
    view.setPrivateMetadata(ActionValue.of(id).encoded());
    return view;
  }

  private static String lines(List<TimelineEntry> entries, MentionLookup mentions, IncidentId id) {
    int maxLength = BlockKitLimits.SECTION / ENTRIES_PER_BLOCK;
    return entries.stream()
        .map(entry -> BlockKitLimits.truncateMarkup(line(entry, mentions, id), maxLength))
        .collect(Collectors.joining("\n"));
  }

  public static String line(TimelineEntry entry, MentionLookup mentions, IncidentId id) {
    RichText line = RichText.of("").time(entry.at()).text("  ").add(entry.text());
    return Mrkdwn.render(line, mentions, id);
  }
}
