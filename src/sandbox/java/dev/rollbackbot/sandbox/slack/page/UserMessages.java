package dev.rollbackbot.sandbox.slack.page;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.delivery.DeliveryOutcome;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import jakarta.json.JsonObject;

/** Answers to actions on the page, with the texts that Slack itself shows. */
public final class UserMessages {
  private static final String SUBMIT_FAILED = "We had some trouble connecting. Try again?";
  private static final String CLICK_FAILED = "This app did not answer in time. Try again?";

  private UserMessages() {}

  static JsonObject ok() {
    return JsonHelper.object().add("ok", true).build();
  }

  static JsonObject error(String code, String shown) {
    return JsonHelper.object().add("ok", false).add("error", code).add("shown", shown).build();
  }

  static JsonObject command(String command, String code) {
    return error(code, command + " failed with the error \"" + code + "\"");
  }

  static JsonObject click(String code) {
    return error(code, CLICK_FAILED);
  }

  static JsonObject submit(String code) {
    return error(code, SUBMIT_FAILED);
  }

  public static JsonObject refusal(SlackErrorException refusal) {
    String shown =
        switch (refusal.code()) {
          case "not_in_channel" -> "You are not a member of this channel.";
          case "is_archived" -> "This channel is archived.";
          case "message_not_found", "element_not_found" -> "This is no longer there.";
          case "view_not_found" -> "This dialog is no longer open.";
          default -> "Slack refused this: " + refusal.code();
        };
    return JsonHelper.with(refusal.json(), "shown", shown);
  }

  static String code(DeliveryOutcome outcome) {
    return switch (outcome) {
      case DeliveryOutcome.TimedOut _ -> "operation_timeout";
      case DeliveryOutcome.NotDelivered _ -> "dispatch_failed";
      case DeliveryOutcome.Acknowledged _ -> "";
    };
  }
}
