package dev.rollbackbot.slack.client;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message before it is sent.
 *
 * @param text what notifications and screen readers say, and all there is where blocks are empty
 */
public record OutgoingMessage(String text, List<LayoutBlock> blocks) {
  private static final Logger LOG = LoggerFactory.getLogger(OutgoingMessage.class);

  /** Slack refuses more in an update. */
  private static final int MAX_TEXT = 3_900;

  public OutgoingMessage {
    blocks = List.copyOf(blocks);
    text = text.isBlank() ? "…" : text;
    text = BlockKitLimits.truncate(text, MAX_TEXT);
  }

  /** Draws it; blocks that can't be drawn are an error of ours and cost the blocks only. */
  public static OutgoingMessage of(String text, Supplier<List<LayoutBlock>> blocks) {
    try {
      return new OutgoingMessage(text, blocks.get());
    } catch (RuntimeException e) {
      LOG.error("A message could not be drawn; its text goes alone", e);
      return new OutgoingMessage(text, List.of());
    }
  }

  public OutgoingMessage plain() {
    return new OutgoingMessage(text, List.of());
  }
}
