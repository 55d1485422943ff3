package dev.rollbackbot.slack.view;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Ending;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;

/**
 * A click or a submitted modal.
 *
 * @param about what the button or the modal was drawn for
 * @param fields what was filled in, by block id; empty for a click
 */
record ActionInput(Instant at, Actor by, Value about, Map<String, String> fields) {
  String arg(int index) {
    return about.arg(index);
  }

  String text() {
    return field(Dialogs.TEXT);
  }

  String choice() {
    return field(Dialogs.CHOICE);
  }

  private String field(String block) {
    return fields.getOrDefault(block, "");
  }

  private boolean skips() {
    return field(Dialogs.HOW).equals(Dialogs.SKIP);
  }

  Command settleItem() {
    return skips()
        ? new Command.SkipItem(at, by, choice(), text())
        : new Command.ConfirmItem(at, by, choice(), text());
  }

  Command settleCheck() {
    return skips()
        ? new Command.Waive(at, by, choice(), text())
        : new Command.ConfirmCheck(at, by, choice(), text());
  }

  Ending ending() {
    for (Ending e : Ending.values()) {
      if (e.name().equals(choice())) {
        return e;
      }
    }
    return Ending.ROLLED_BACK;
  }

  /** The attempt that was looked at; one that no step can have where it is no number. */
  int attempt() {
    return arg(1).matches("[0-9]{1,6}") ? Integer.parseInt(arg(1)) : -1;
  }

  /** A day long gone stands for none, so that it is refused with the words for any wrong day. */
  LocalDate day() {
    try {
      return LocalDate.parse(field(Dialogs.DAY));
    } catch (DateTimeParseException e) {
      return LocalDate.EPOCH;
    }
  }
}
