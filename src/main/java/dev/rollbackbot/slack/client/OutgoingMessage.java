package dev.rollbackbot.slack.client;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.text.Truncation;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message before it is sent.
 *
 * @param text for notifications and screen readers; the whole message where there are no blocks
 */
public record OutgoingMessage(String text, List<LayoutBlock> blocks) {
  private static final Logger LOG = LoggerFactory.getLogger(OutgoingMessage.class);

  /** Slack refuses longer updates. */
  private static final int MAX_TEXT = 3_900;

  public OutgoingMessage {
    blocks = List.copyOf(blocks);
    text = Truncation.truncate(text.isBlank() ? "…" : text, MAX_TEXT);
  }

  /** A defect in rendering the blocks must not keep the text from being sent. */
  public static OutgoingMessage of(String text, Supplier<List<LayoutBlock>> blocks) {
    try {
      return new OutgoingMessage(text, blocks.get());
    } catch (RuntimeException e) {
      LOG.error("blocks not rendered, sending the text alone", e);
      return new OutgoingMessage(text, List.of());
    }
  }

  public OutgoingMessage plain() {
    return new OutgoingMessage(text, List.of());
  }
}
