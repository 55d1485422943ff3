package dev.rollbackbot.slack;

import com.slack.api.model.block.SectionBlock;
import com.slack.api.model.block.composition.MarkdownTextObject;
import com.slack.api.model.view.View;
import com.slack.api.model.view.ViewClose;
import com.slack.api.model.view.ViewTitle;
import java.util.List;

/** A small modal that says one thing; put on top of a form, so that what was filled in stays. */
final class Note {
  private static final String CALLBACK = "note";
  private static final int TEXT = 3_000;

  private Note() {}

  static View of(String text) {
    String cut = text.length() > TEXT ? text.substring(0, TEXT - 1) + "…" : text;
    return View.builder()
        .type("modal")
        .callbackId(CALLBACK)
        .title(ViewTitle.builder().type("plain_text").text("Not done").build())
        .close(ViewClose.builder().type("plain_text").text("Back").build())
        .blocks(
            List.of(
                SectionBlock.builder()
                    .text(MarkdownTextObject.builder().text(cut).build())
                    .build()))
        .build();
  }
}
