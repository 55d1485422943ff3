package dev.rollbackbot.sandbox.slack.rules;

import static dev.rollbackbot.sandbox.shared.JsonHelper.object;
import static dev.rollbackbot.sandbox.shared.JsonHelper.strings;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/**
 * An error of Slack: a code, and for invalid arguments messages with JSON pointers. An exception,
 * since checks at every depth end in the same response: {@code {"ok": false, "error": code}}.
 */
public final class SlackErrorException extends RuntimeException {
  private final String code;
  private final transient List<String> messages;

  public SlackErrorException(String code) {
    this(code, List.of());
  }

  public SlackErrorException(String code, List<String> messages) {
    super(code, null, false, false);
    this.code = code;
    this.messages = List.copyOf(messages);
  }

  public static void refuseIf(boolean wrong, String code) {
    if (wrong) {
      throw new SlackErrorException(code);
    }
  }

  public static SlackErrorException badArguments(List<String> messages) {
    return new SlackErrorException("invalid_arguments", messages);
  }

  public String code() {
    return code;
  }

  public List<String> messages() {
    return messages;
  }

  public JsonObject json() {
    JsonObjectBuilder body = object().add("ok", false).add("error", code);
    if (!messages.isEmpty()) {
      body.add(
          "errors",
          strings(
              messages.stream().map(message -> message.replaceFirst("^\\[ERROR] ", "")).toList()));
      body.add("response_metadata", object().add("messages", strings(messages)));
    }
    return body.build();
  }
}
