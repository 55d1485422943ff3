package dev.rollbackbot.slack.view;

import com.slack.api.model.view.View;
import java.util.List;

/** A small modal that says one thing; put on top of a form, so that what was filled in stays. */
public final class Note {
  private Note() {}

  public static View of(String text) {
    return Kit.modal("note", "Not done", "Back", List.of(Kit.section(text)));
  }
}
