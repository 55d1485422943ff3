package dev.rollbackbot.slack.view;

import com.slack.api.model.block.ContextBlock;
import com.slack.api.model.block.ContextBlockElement;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.MarkdownTextObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps what is drawn within what Slack takes as a whole. */
final class Fold {
  private Fold() {}

  /** The blocks of a message; where all texts together are too long, each gives way. */
  static List<LayoutBlock> texts(List<LayoutBlock> blocks) {
    if (blocks.stream().mapToInt(b -> text(b).length()).sum() > Limits.TEXTS) {
      blocks.forEach(Fold::cut);
    }
    return blocks;
  }

  /** As many blocks of a modal as Slack takes; the last one says that there is more. */
  static List<LayoutBlock> modal(List<LayoutBlock> blocks, String more) {
    List<LayoutBlock> out = new ArrayList<>();
    int bytes = 0;
    for (LayoutBlock block : blocks) {
      bytes += text(block).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > Limits.VIEW_TEXT_BYTES || out.size() == Limits.MODAL_BLOCKS - 1) {
        out.add(Kit.context(more));
        break;
      }
      out.add(block);
    }
    return List.copyOf(out);
  }

  private static String text(LayoutBlock block) {
    StringBuilder out = new StringBuilder();
    if (block instanceof SectionBlock s) {
      out.append(s.getText().getText());
    }
    if (block instanceof ContextBlock c) {
      for (ContextBlockElement e : c.getElements()) {
        out.append(e instanceof MarkdownTextObject m ? m.getText() : "");
      }
    }
    return out.toString();
  }

  private static void cut(LayoutBlock block) {
    if (block instanceof SectionBlock s && s.getText() instanceof MarkdownTextObject m) {
      cut(m);
    }
    if (block instanceof ContextBlock c) {
      for (ContextBlockElement e : c.getElements()) {
        if (e instanceof MarkdownTextObject m) {
          cut(m);
        }
      }
    }
  }

  private static void cut(MarkdownTextObject text) {
    text.setText(Limits.cutMarkup(text.getText(), Limits.SHARE));
  }
}
