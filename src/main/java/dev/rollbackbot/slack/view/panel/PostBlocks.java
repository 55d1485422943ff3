package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.List;

/** A post as blocks. */
public final class PostBlocks {
  private PostBlocks() {}

  /** The text in as many sections as it needs, four at most. */
  public static List<LayoutBlock> blocks(RichText richText, MentionLookup mentions, IncidentId id) {
    return BlockKit.sections(Mrkdwn.render(richText, mentions, id));
  }

  /** For notifications. */
  public static String text(RichText richText, MentionLookup mentions, IncidentId id) {
    return BlockKitLimits.truncateMarkup(
        BlockKitLimits.nonEmpty(Mrkdwn.render(richText, mentions, id)),
        BlockKitLimits.MESSAGE_TEXT);
  }
}
