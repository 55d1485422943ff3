package dev.rollbackbot.story;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Transcript;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The messages of one incident, and what users do there. */
record IncidentConversation(SandboxUsers users, String channel) {

  /** The requester declares an incident, with these options by block id. */
  static IncidentConversation declared(
      SandboxUsers users, int number, Map<String, String> options) {
    users.types(REQUESTER, INCIDENTS, "/rollback factory");
    JsonObject view = users.modal(REQUESTER);
    Map<String, JsonValue> values = new HashMap<>();
    values.put("description", ModalInput.text("Factory pages answer 500"));
    options.forEach((block, value) -> values.put(block, ModalInput.option(view, block, value)));
    users.submits(REQUESTER, values);
    return new IncidentConversation(users, users.channel("inc-" + number + "-factory"));
  }

  /** The same, until its plan waits for approval. */
  static IncidentConversation planned(SandboxUsers users, int number) {
    IncidentConversation out = declared(users, number, Map.of());
    out.reads("4 of 5 done");
    out.presses(REQUESTER, "Done");
    out.reads("*Waiting for approval*");
    return out;
  }

  JsonObject reads(String text) {
    return users.reads(REQUESTER, channel, text);
  }

  JsonObject presses(String user, String label) {
    return users.presses(user, channel, label);
  }

  /** Presses a button that opens a modal, and submits that text. */
  JsonObject says(String user, String label, String text) {
    presses(user, label);
    return users.submits(user, Map.of("text", ModalInput.text(text)));
  }

  /** The approver approves the current plan. */
  void approved() {
    presses(APPROVER, approve());
  }

  /** The label of the button that approves the current plan. */
  String approve() {
    reads("[Approve plan");
    for (String line : text().lines().toList()) {
      int at = line.indexOf("[Approve plan");
      if (at >= 0) {
        return line.substring(at + 1, line.indexOf('?', at));
      }
    }
    throw new AssertionError("nothing to approve");
  }

  /** The hash of the current plan, from the value of that button. */
  String planHash() {
    approve();
    Matcher button =
        Pattern.compile("\"approve\".*?\"1\\|([0-9a-f]+)\"")
            .matcher(users.messages(REQUESTER, channel).toString());
    assertThat(button.find()).isTrue();
    return button.group(1);
  }

  /** Asserts that the channel contains that text exactly once. */
  void saysOnce(String text) {
    assertThat(text().split(Pattern.quote(text), -1))
        .as("“%s” once in\n%s", text, text())
        .hasSize(2);
  }

  /** Waits for an ephemeral message with that text. */
  void isTold(String user, String text) {
    isTold(users, user, channel, text);
  }

  static void isTold(SandboxUsers users, String user, String channel, String text) {
    await()
        .untilAsserted(() -> {
          List<String> all = users.ephemerals(user, channel);
          if (all.stream().noneMatch(message -> message.contains(text))) {
            throw new AssertionError("“" + text + "” was not said to " + user + ", but " + all);
          }
        });
  }

  /** The transcript of the channel, as the requester sees it. */
  String text() {
    return Transcript.of(users.messages(REQUESTER, channel));
  }

  /** The services that the provider rolled back, in order. */
  static List<String> rollbacks(SandboxUsers users) {
    return users.inspect().getJsonArray("providerRollbacks").getValuesAs(JsonObject.class).stream()
        .map(r -> r.getString("service"))
        .toList();
  }
}
