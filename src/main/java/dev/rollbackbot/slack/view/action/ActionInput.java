package dev.rollbackbot.slack.view.action;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.CloseReason;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.DeclarationChange;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.modal.ActionModals;
import dev.rollbackbot.slack.view.modal.DeclarationModal;
import dev.rollbackbot.slack.view.modal.DeclareModal;
import dev.rollbackbot.slack.view.modal.TargetModal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A click, which has no fields, or a submitted modal with its fields by block id. */
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

  boolean wholeRelease() {
    return field(TargetModal.SCOPE).equals(TargetModal.RELEASE);
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
        ? new Command.WaiveCheck(at, by, arg(1), choice(), text())
        : new Command.ConfirmCheck(at, by, arg(1), choice(), text());
  }

  /** What can't be read stays as it is. */
  Command changeDeclaration() {
    Optional<Severity> severity =
        Stream.of(Severity.values())
            .filter(s -> s.name().equals(field(DeclarationModal.SEVERITY)))
            .findFirst();
    Optional<Boolean> affecting =
        Optional.of(field(DeclarationModal.AFFECTING))
            .filter(a -> !a.isEmpty())
            .map(DeclarationModal.YES::equals);
    Optional<String> lead =
        Optional.of(field(DeclarationModal.LEAD)).filter(person -> !person.isEmpty());
    DeclarationChange change =
        new DeclarationChange(
            severity, affecting, field(DeclarationModal.DESCRIPTION), lead, began());
    return new Command.ChangeDeclaration(at, by, arg(0), change, text());
  }

  /** The form shows what is known, so an emptied field takes it back. */
  private DeclarationChange.Began began() {
    String typed = field(DeclarationModal.BEGAN);
    return typed.isEmpty()
        ? new DeclarationChange.NotKnown()
        : DeclareModal.instant(typed)
            .<DeclarationChange.Began>map(DeclarationChange.BeganAt::new)
            .orElseGet(DeclarationChange.Kept::new);
  }

  CloseReason closeReason() {
    return Stream.of(CloseReason.values())
        .filter(reason -> reason.name().equals(choice()))
        .findFirst()
        .orElse(CloseReason.ROLLED_BACK);
  }

  /** The attempt that was shown; an impossible one if it is no number. */
  int attempt() {
    return arg(1).matches("[0-9]{1,6}") ? Integer.parseInt(arg(1)) : -1;
  }

  /** An unreadable day becomes one in the past, which is rejected like any other. */
  LocalDate day() {
    try {
      return LocalDate.parse(field(ActionModals.DAY));
    } catch (DateTimeParseException e) {
      return LocalDate.EPOCH;
    }
  }
}
