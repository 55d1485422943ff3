package dev.rollbackbot.story;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.People.APPROVER;
import static dev.rollbackbot.story.People.INCIDENTS;
import static dev.rollbackbot.story.People.REQUESTER;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An incident of a story, and what people do about it. */
record Incident(People people, String channel) {

  /** The requester declares the incident of that number, with these options by block id. */
  static Incident declared(People people, int number, Map<String, String> options) {
    people.types(REQUESTER, INCIDENTS, "/rollback factory");
    JsonObject view = people.modal(REQUESTER);
    Map<String, JsonValue> values = new HashMap<>();
    values.put("description", Forms.text("Factory pages answer 500"));
    options.forEach((block, value) -> values.put(block, Forms.option(view, block, value)));
    people.submits(REQUESTER, values);
    return new Incident(people, people.channel("inc-" + number + "-factory"));
  }

  /** The same, up to the plan that waits for its approval. */
  static Incident planned(People people, int number) {
    Incident out = declared(people, number, Map.of());
    out.reads("4 of 5 done");
    out.presses(REQUESTER, "Done");
    out.reads("*Waiting for approval*");
    return out;
  }

  JsonObject reads(String text) {
    return people.reads(REQUESTER, channel, text);
  }

  JsonObject presses(String user, String label) {
    return people.presses(user, channel, label);
  }

  /** Presses a button that opens a dialog, and submits it with that text. */
  JsonObject says(String user, String label, String text) {
    presses(user, label);
    return people.submits(user, Map.of("text", Forms.text(text)));
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
    isTold(people, user, channel, text);
  }

  static void isTold(People people, String user, String channel, String text) {
    await()
        .untilAsserted(() -> {
          List<String> all = people.whispers(user, channel);
          if (all.stream().noneMatch(w -> w.contains(text))) {
            throw new AssertionError("“" + text + "” was not said to " + user + ", but " + all);
          }
        });
  }

  /** All that the channel shows to the requester. */
  String text() {
    return Transcript.of(people.messages(REQUESTER, channel));
  }

  /** What was rolled back at the provider, in order. */
  static List<String> rollbacks(People people) {
    return people.inspect().getJsonArray("providerRollbacks").getValuesAs(JsonObject.class).stream()
        .map(r -> r.getString("service"))
        .toList();
  }
}
