package dev.rollbackbot.story;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.SandboxUsers.REQUESTER;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An incident of a story, and what people do about it. */
record IncidentConversation(SandboxUsers sandboxUsers, String channel) {

  /** The requester declares the incident of that number, with these options by block id. */
  static IncidentConversation declared(
      SandboxUsers sandboxUsers, int number, Map<String, String> options) {
    sandboxUsers.types(REQUESTER, INCIDENTS, "/rollback factory");
    JsonObject view = sandboxUsers.modal(REQUESTER);
    Map<String, JsonValue> values = new HashMap<>();
    values.put("description", ModalInput.text("Factory pages answer 500"));
    options.forEach((block, value) -> values.put(block, ModalInput.option(view, block, value)));
    sandboxUsers.submits(REQUESTER, values);
    return new IncidentConversation(
        sandboxUsers, sandboxUsers.channel("inc-" + number + "-factory"));
  }

  /** The same, up to the plan that waits for its approval. */
  static IncidentConversation planned(SandboxUsers sandboxUsers, int number) {
    IncidentConversation out = declared(sandboxUsers, number, Map.of());
    out.reads("4 of 5 done");
    out.presses(REQUESTER, "Done");
    out.reads("*Waiting for approval*");
    return out;
  }

  JsonObject reads(String text) {
    return sandboxUsers.reads(REQUESTER, channel, text);
  }

  JsonObject presses(String user, String label) {
    return sandboxUsers.presses(user, channel, label);
  }

  /** Presses a button that opens a dialog, and submits it with that text. */
  JsonObject says(String user, String label, String text) {
    presses(user, label);
    return sandboxUsers.submits(user, Map.of("text", ModalInput.text(text)));
  }

  /** The approver approves the plan that is shown now. */
  void approved() {
    presses(APPROVER, approve());
  }

  /** The label of the button that approves the plan shown now. */
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

  /** Waits until that person alone is told something. */
  void isTold(String user, String text) {
    isTold(sandboxUsers, user, channel, text);
  }

  static void isTold(SandboxUsers sandboxUsers, String user, String channel, String text) {
    await()
        .untilAsserted(() -> {
          List<String> all = sandboxUsers.whispers(user, channel);
          if (all.stream().noneMatch(w -> w.contains(text))) {
            throw new AssertionError("“" + text + "” was not said to " + user + ", but " + all);
          }
        });
  }

  /** All that the channel shows to the requester. */
  String text() {
    return Transcript.of(sandboxUsers.messages(REQUESTER, channel));
  }

  /** What was rolled back at the provider, in order. */
  static List<String> rollbacks(SandboxUsers sandboxUsers) {
    return sandboxUsers
        .inspect()
        .getJsonArray("providerRollbacks")
        .getValuesAs(JsonObject.class)
        .stream()
        .map(r -> r.getString("service"))
        .toList();
  }
}
