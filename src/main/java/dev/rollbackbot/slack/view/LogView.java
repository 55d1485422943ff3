package dev.rollbackbot.slack.view;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.view.View;
import com.slack.api.model.view.ViewClose;
import com.slack.api.model.view.ViewTitle;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.Prose;
import dev.rollbackbot.incident.Timeline;
import java.util.ArrayList;
import java.util.List;

/** The incident's log, to read. */
final class LogView {
  private static final int SHOWN = 120;
  private static final int LINES_A_BLOCK = 8;

  private LogView() {}

  static View of(Incident s, List<Timeline.Entry> log, Names names) {
    List<LayoutBlock> blocks = new ArrayList<>();
    int from = Math.max(0, log.size() - SHOWN);
    if (from > 0) {
      blocks.add(Kit.context("The newest " + SHOWN + " of " + log.size() + " entries."));
    }
    for (int i = from; i < log.size(); i += LINES_A_BLOCK) {
      blocks.add(
          Kit.section(lines(s, log.subList(i, Math.min(i + LINES_A_BLOCK, log.size())), names)));
    }
    if (blocks.isEmpty()) {
      blocks.add(Kit.section("Nothing has happened yet."));
    }
    return View.builder()
        .type("modal")
        .callbackId(Verb.LOG.callbackId())
        .privateMetadata(Value.of(s.facts().id()).encoded())
        .title(
            ViewTitle.builder()
                .type("plain_text")
                .text(Dialogs.title("Log of " + s.facts().id().label()))
                .build())
        .close(ViewClose.builder().type("plain_text").text("Close").build())
        .blocks(blocks.subList(0, Math.min(blocks.size(), Limits.MODAL_BLOCKS)))
        .build();
  }

  private static String lines(Incident s, List<Timeline.Entry> entries, Names names) {
    StringBuilder out = new StringBuilder();
    for (Timeline.Entry e : entries) {
      String line =
          Mrkdwn.render(
              new Prose(List.of()).time(e.at()).text("  ").add(e.text()), names, s.facts().id());
      out.append(out.isEmpty() ? "" : "\n")
          .append(Limits.cutMarkup(line, Limits.SECTION / LINES_A_BLOCK));
    }
    return out.toString();
  }
}
