package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.ArrayList;
import java.util.List;

/** A post as blocks. */
public final class PostBlocks {
  private static final int MAX_SECTIONS = 4;

  private PostBlocks() {}

  /** The text in as many sections as it needs, four at most. */
  public static List<LayoutBlock> blocks(RichText richText, MentionLookup mentions, IncidentId id) {
    String rest = Mrkdwn.render(richText, mentions, id);
    List<LayoutBlock> out = new ArrayList<>();
    while (rest.length() > BlockKitLimits.SECTION && out.size() < MAX_SECTIONS - 1) {
      int end = rest.lastIndexOf('\n', BlockKitLimits.SECTION);
      int cut = end > 0 ? end : BlockKitLimits.SECTION;
      out.add(BlockKit.section(rest.substring(0, cut)));
      rest = rest.substring(cut).stripLeading();
    }
    out.add(BlockKit.section(rest));
    return List.copyOf(out);
  }

  /** For notifications. */
  public static String text(RichText richText, MentionLookup mentions, IncidentId id) {
    return BlockKitLimits.truncateMarkup(
        BlockKitLimits.nonEmpty(Mrkdwn.render(richText, mentions, id)),
        BlockKitLimits.MESSAGE_TEXT);
  }
}
