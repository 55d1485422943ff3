package dev.rollbackbot.slack.view;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Ending;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/** From what people pressed and filled in to a command. */
final class Wishes {
  private Wishes() {}

  static Optional<Command> command(
      Verb verb, Value v, Instant at, Actor by, Map<String, String> fields) {
    String text = fields.getOrDefault(Dialogs.TEXT, "");
    return switch (verb) {
      case DONE_ITEM -> Optional.of(new Command.ConfirmItem(at, by, v.arg(0), ""));
      case SETTLE_ITEM -> Optional.of(settleItem(at, by, fields, text));
      case RETRY_ITEM -> Optional.of(new Command.RetryItem(at, by, v.arg(0)));
      case SURVEY -> Optional.of(new Command.SurveyAgain(at, by));
      case CHANGE_METHOD ->
          Optional.of(new Command.ChangeMethod(at, by, fields.getOrDefault(Dialogs.CHOICE, "")));
      case CHANGE_TARGET ->
          Optional.of(new Command.ChangeTarget(at, by, v.arg(0), v.arg(1), v.arg(2)));
      case APPROVE -> Optional.of(new Command.Approve(at, by, v.arg(0)));
      case BREAK_GLASS -> Optional.of(new Command.BreakGlass(at, by, v.arg(0), text));
      case PAUSE -> Optional.of(new Command.Pause(at, by));
      case RESUME -> Optional.of(new Command.Resume(at, by));
      case STOP_AFTER -> Optional.of(new Command.StopAfterStep(at, by));
      case RETRY_STEP -> Optional.of(new Command.RetryStep(at, by, v.arg(0), number(v.arg(1))));
      case STEP_DONE -> Optional.of(new Command.MarkStepDone(at, by, v.arg(0), text));
      case SKIP_STEP -> Optional.of(new Command.SkipStep(at, by, v.arg(0), text));
      case NEXT_METHOD -> Optional.of(new Command.NextMethod(at, by));
      case NEW_PLAN -> Optional.of(new Command.NewPlan(at, by));
      case END_WAIT -> Optional.of(new Command.EndWait(at, by, text));
      case DONE_CHECK -> Optional.of(new Command.ConfirmCheck(at, by, v.arg(0), ""));
      case SETTLE_CHECK -> Optional.of(settleCheck(at, by, fields, text));
      case RUN_AGAIN -> Optional.of(new Command.RunAgain(at, by));
      case SIGN_ROLLED_BACK -> Optional.of(new Command.SignRolledBack(at, by));
      case SIGN_VERIFIED ->
          Optional.of(new Command.SignVerified(at, by, day(fields.getOrDefault(Dialogs.DAY, ""))));
      case ROLL_BACK -> Optional.of(new Command.RollBackAfterAll(at, by));
      case CANCEL -> Optional.of(new Command.Cancel(at, by, text));
      case CLOSE ->
          Optional.of(
              new Command.Close(at, by, ending(fields.getOrDefault(Dialogs.CHOICE, "")), text));
      case REOPEN -> Optional.of(new Command.Reopen(at, by, text));
      case POST_MORTEM -> Optional.of(new Command.DraftPostMortem(at, by));
      case LOG, GUIDE -> Optional.empty();
    };
  }

  private static Command settleItem(Instant at, Actor by, Map<String, String> fields, String text) {
    String item = fields.getOrDefault(Dialogs.CHOICE, "");
    return fields.getOrDefault(Dialogs.HOW, "").equals(Dialogs.SKIP)
        ? new Command.SkipItem(at, by, item, text)
        : new Command.ConfirmItem(at, by, item, text);
  }

  private static Command settleCheck(
      Instant at, Actor by, Map<String, String> fields, String text) {
    String check = fields.getOrDefault(Dialogs.CHOICE, "");
    return fields.getOrDefault(Dialogs.HOW, "").equals(Dialogs.SKIP)
        ? new Command.Waive(at, by, check, text)
        : new Command.ConfirmCheck(at, by, check, text);
  }

  private static Ending ending(String word) {
    for (Ending e : Ending.values()) {
      if (e.name().equals(word)) {
        return e;
      }
    }
    return Ending.ROLLED_BACK;
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
  }

  /** A day long gone stands for none, so that it is refused with the words for any wrong day. */
  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      return LocalDate.EPOCH;
    }
  }
}
