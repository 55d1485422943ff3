package dev.rollbackbot.slack.view.blockkit;

import com.slack.api.model.block.ContextBlock;
import com.slack.api.model.block.ContextBlockElement;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.MarkdownTextObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps what is drawn within what Slack takes as a whole. */
public final class BlockTruncation {
  private BlockTruncation() {}

  /** The blocks of a message; where all texts together are too long, each gives way. */
  public static List<LayoutBlock> texts(List<LayoutBlock> blocks) {
    if (blocks.stream().mapToInt(b -> text(b).length()).sum() > BlockKitLimits.TEXTS) {
      blocks.forEach(BlockTruncation::truncate);
    }
    return blocks;
  }

  /** As many blocks of a modal as Slack takes; the last one says that there is more. */
  public static List<LayoutBlock> modal(List<LayoutBlock> blocks, String notice) {
    List<LayoutBlock> out = new ArrayList<>();
    int bytes = 0;
    for (LayoutBlock block : blocks) {
      bytes += text(block).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > BlockKitLimits.VIEW_TEXT_BYTES || out.size() == BlockKitLimits.MODAL_BLOCKS - 1) {
        out.add(BlockKit.context(notice));
        break;
      }
      out.add(block);
    }
    return List.copyOf(out);
  }

  private static String text(LayoutBlock block) {
    StringBuilder out = new StringBuilder();
    if (block instanceof SectionBlock section) {
      out.append(section.getText().getText());
    }
    if (block instanceof ContextBlock context) {
      for (ContextBlockElement element : context.getElements()) {
        out.append(element instanceof MarkdownTextObject markdown ? markdown.getText() : "");
      }
    }
    return out.toString();
  }

  private static void truncate(LayoutBlock block) {
    if (block instanceof SectionBlock section
        && section.getText() instanceof MarkdownTextObject markdown) {
      truncate(markdown);
    }
    if (block instanceof ContextBlock context) {
      for (ContextBlockElement element : context.getElements()) {
        if (element instanceof MarkdownTextObject markdown) {
          truncate(markdown);
        }
      }
    }
  }

  private static void truncate(MarkdownTextObject text) {
    text.setText(BlockKitLimits.truncateMarkup(text.getText(), BlockKitLimits.SHARE));
  }
}
