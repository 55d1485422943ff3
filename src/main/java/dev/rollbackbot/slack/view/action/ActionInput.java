package dev.rollbackbot.slack.view.action;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.CloseReason;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.modal.ActionModals;
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
record ActionInput(Instant at, Actor by, ActionValue about, Map<String, String> fields) {
  String arg(int index) {
    return about.argument(index);
  }

  String text() {
    return field(ActionModals.TEXT);
  }

  String choice() {
    return field(ActionModals.CHOICE);
  }

  private String field(String block) {
    return fields.getOrDefault(block, "");
  }

  private boolean skips() {
    return field(ActionModals.HOW).equals(ActionModals.SKIP);
  }

  Command settleItem() {
    return skips()
        ? new Command.SkipItem(at, by, choice(), text())
        : new Command.ConfirmItem(at, by, choice(), text());
  }

  Command settleCheck() {
    return skips()
        ? new Command.WaiveCheck(at, by, choice(), text())
        : new Command.ConfirmCheck(at, by, choice(), text());
  }

  CloseReason ending() {
    for (CloseReason reason : CloseReason.values()) {
      if (reason.name().equals(choice())) {
        return reason;
      }
    }
    return CloseReason.ROLLED_BACK;
  }

  /** The attempt that was looked at; one that no step can have where it is no number. */
  int attempt() {
    return arg(1).matches("[0-9]{1,6}") ? Integer.parseInt(arg(1)) : -1;
  }

  /** A day long gone stands for none, so that it is refused with the words for any wrong day. */
  LocalDate day() {
    try {
      return LocalDate.parse(field(ActionModals.DAY));
    } catch (DateTimeParseException e) {
      return LocalDate.EPOCH;
    }
  }
}
