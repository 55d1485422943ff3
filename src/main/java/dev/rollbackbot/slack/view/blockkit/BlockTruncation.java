package dev.rollbackbot.slack.view.blockkit;

import com.slack.api.model.block.ContextBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.MarkdownTextObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps all blocks of a message or a modal together within Slack's limits. */
public final class BlockTruncation {
  private BlockTruncation() {}

  /** The blocks of a message; all are truncated if they are too long together. */
  public static List<LayoutBlock> texts(List<LayoutBlock> blocks) {
    if (blocks.stream().mapToInt(b -> text(b).length()).sum() > BlockKitLimits.TEXTS) {
      blocks.stream().filter(b -> !isConsent(b)).forEach(BlockTruncation::truncate);
    }
    return blocks;
  }

  private static boolean isConsent(LayoutBlock block) {
    return block.getBlockId() != null && block.getBlockId().startsWith(BlockKitLimits.CONSENT);
  }

  /** As many blocks as Slack accepts; the notice replaces the rest. */
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
    return texts(block).map(MarkdownTextObject::getText).collect(Collectors.joining());
  }

  private static void truncate(LayoutBlock block) {
    texts(block)
        .forEach(text ->
            text.setText(
                BlockKitLimits.truncateMarkup(text.getText(), BlockKitLimits.BLOCK_SHARE)));
  }

  private static Stream<MarkdownTextObject> texts(LayoutBlock block) {
    Stream<?> elements =
        block instanceof SectionBlock section
            ? Stream.of(section.getText())
            : block instanceof ContextBlock context ? context.getElements().stream() : Stream.of();
    return elements
        .filter(MarkdownTextObject.class::isInstance)
        .map(MarkdownTextObject.class::cast);
  }
}
