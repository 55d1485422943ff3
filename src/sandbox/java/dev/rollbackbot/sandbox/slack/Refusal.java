package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/**
 * Slack's "no": an error code, and for malformed arguments the messages that point at the place. An
 * exception rather than a value because a method's checks sit at every depth of it and all end the
 * same way: {@code {"ok": false, "error": code}}.
 */
final class Refusal extends RuntimeException {
  private final String code;
  private final transient List<String> messages;

  Refusal(String code) {
    this(code, List.of());
  }

  Refusal(String code, List<String> messages) {
    super(code, null, false, false);
    this.code = code;
    this.messages = List.copyOf(messages);
  }

  static Refusal badArguments(List<String> messages) {
    return new Refusal("invalid_arguments", messages);
  }

  String code() {
    return code;
  }

  List<String> messages() {
    return messages;
  }

  /** The body of the answer. */
  JsonObject json() {
    JsonObjectBuilder body = Jsons.object().add("ok", false).add("error", code);
    if (!messages.isEmpty()) {
      body.add("errors", Jsons.strings(messages.stream().map(Refusal::bare).toList()));
      body.add("response_metadata", Jsons.object().add("messages", Jsons.strings(messages)));
    }
    return body.build();
  }

  private static String bare(String message) {
    return message.startsWith("[ERROR] ") ? message.substring("[ERROR] ".length()) : message;
  }
}
