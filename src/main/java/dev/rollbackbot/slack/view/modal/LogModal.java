package dev.rollbackbot.slack.view.modal;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.view.View;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.timeline.Timeline;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.ArrayList;
import java.util.List;

/** The incident's log, to read. */
public final class LogModal {
  private static final int SHOWN = 120;
  private static final int LINES_A_BLOCK = 8;

  private LogModal() {}

  public static View of(ModalContext to) {
    Incident incident = to.incident();
    List<Timeline.TimelineEntry> log = to.log();
    List<LayoutBlock> blocks = new ArrayList<>();
    int from = Math.max(0, log.size() - SHOWN);
    if (from > 0) {
      blocks.add(BlockKit.context("The newest " + SHOWN + " of " + log.size() + " entries."));
    }
    for (int i = from; i < log.size(); i += LINES_A_BLOCK) {
      blocks.add(
          BlockKit.section(
              lines(
                  incident,
                  log.subList(i, Math.min(i + LINES_A_BLOCK, log.size())),
                  to.mentionLookup())));
    }
    if (blocks.isEmpty()) {
      blocks.add(BlockKit.section("Nothing has happened yet."));
    }
    View view =
        BlockKit.modal(
            to.callbackId(),
            "Log of " + incident.details().id().label(),
            "Close",
            blocks.subList(0, Math.min(blocks.size(), BlockKitLimits.MODAL_BLOCKS)));
    view.setPrivateMetadata(ActionValue.of(incident.details().id()).encoded());
    return view;
  }

  private static String lines(
      Incident incident, List<Timeline.TimelineEntry> entries, MentionLookup mentions) {
    StringBuilder out = new StringBuilder();
    for (Timeline.TimelineEntry entry : entries) {
      String line =
          Mrkdwn.render(
              new RichText(List.of()).time(entry.at()).text("  ").add(entry.text()),
              mentions,
              incident.details().id());
      out.append(out.isEmpty() ? "" : "\n")
          .append(BlockKitLimits.truncateMarkup(line, BlockKitLimits.SECTION / LINES_A_BLOCK));
    }
    return out.toString();
  }
}
