package dev.rollbackbot.slack.view.modal;

import com.slack.api.model.view.View;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import java.util.List;

/** A small modal on top of a form, which keeps what was filled in. */
public final class NoticeModal {
  private NoticeModal() {}

  public static View of(String text) {
    return BlockKit.modal("note", "Not done", "Back", List.of(BlockKit.section(text)));
  }
}
