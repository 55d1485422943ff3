package dev.rollbackbot.sandbox.slack.page;

import static dev.rollbackbot.sandbox.shared.JsonHelper.object;
import static dev.rollbackbot.sandbox.shared.JsonHelper.with;

import dev.rollbackbot.sandbox.slack.delivery.DeliveryOutcome;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import jakarta.json.JsonObject;

/** Answers to what a person did on the page, and the words that Slack itself shows them. */
public final class UserMessages {
  static final String TIMEOUT = "operation_timeout";
  static final String FAILED = "dispatch_failed";

  private static final String SUBMIT_TROUBLE = "We had some trouble connecting. Try again?";
  private static final String CLICK_TROUBLE = "This app did not answer in time. Try again?";

  private UserMessages() {}

  static JsonObject ok() {
    return object().add("ok", true).build();
  }

  static JsonObject error(String code, String shown) {
    return object().add("ok", false).add("error", code).add("shown", shown).build();
  }

  static JsonObject command(String command, String code) {
    return error(code, command + " failed with the error \"" + code + "\"");
  }

  static JsonObject click(String code) {
    return error(code, CLICK_TROUBLE);
  }

  static JsonObject submit(String code) {
    return error(code, SUBMIT_TROUBLE);
  }

  /** What Slack says to a person whose act it does not carry out. */
  public static JsonObject refusal(SlackErrorException refusal) {
    String shown =
        switch (refusal.code()) {
          case "not_in_channel" -> "You are not a member of this channel.";
          case "is_archived" -> "This channel is archived.";
          case "message_not_found", "element_not_found" -> "This is no longer there.";
          case "view_not_found" -> "This dialog is no longer open.";
          default -> "Slack refused this: " + refusal.code();
        };
    return with(refusal.json(), "shown", shown);
  }

  static String code(DeliveryOutcome outcome) {
    return switch (outcome) {
      case DeliveryOutcome.TimedOut _ -> TIMEOUT;
      case DeliveryOutcome.Failed _ -> FAILED;
      case DeliveryOutcome.Acknowledged _ -> "";
    };
  }
}
