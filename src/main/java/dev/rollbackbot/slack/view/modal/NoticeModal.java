package dev.rollbackbot.slack.view.modal;

import com.slack.api.model.view.View;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import java.util.List;

/** A small modal that says one thing; put on top of a form, so that what was filled in stays. */
public final class NoticeModal {
  private NoticeModal() {}

  public static View of(String text) {
    return BlockKit.modal("note", "Not done", "Back", List.of(BlockKit.section(text)));
  }
}
