package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonObject;

/** Answers to what a person did on the page, and the words that Slack itself shows them. */
final class Shown {
  static final String TIMEOUT = "operation_timeout";
  static final String FAILED = "dispatch_failed";

  private static final String SUBMIT_TROUBLE = "We had some trouble connecting. Try again?";
  private static final String CLICK_TROUBLE = "This app did not answer in time. Try again?";

  private Shown() {}

  static JsonObject ok() {
    return Jsons.object().add("ok", true).build();
  }

  static JsonObject error(String code, String shown) {
    return Jsons.object().add("ok", false).add("error", code).add("shown", shown).build();
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
  static JsonObject refusal(Refusal refusal) {
    String shown =
        switch (refusal.code()) {
          case "not_in_channel" -> "You are not a member of this channel.";
          case "is_archived" -> "This channel is archived.";
          case "message_not_found", "element_not_found" -> "This is no longer there.";
          case "view_not_found" -> "This dialog is no longer open.";
          default -> "Slack refused this: " + refusal.code();
        };
    return Jsons.with(refusal.json(), "shown", shown);
  }

  static String code(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Late _ -> TIMEOUT;
      case Outcome.Failed _ -> FAILED;
      case Outcome.Acknowledged _ -> "";
    };
  }
}
