package dev.rollbackbot.story;

import static dev.rollbackbot.story.People.APPROVER;
import static dev.rollbackbot.story.People.INCIDENTS;
import static dev.rollbackbot.story.People.REQUESTER;
import static dev.rollbackbot.story.People.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Stage;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The less usual ways through the conversation. */
final class PathsTest {
  @Test
  void a_critical_one_goes_on_without_a_second_person_and_that_person_may_not_verify() {
    try (Stage stage = Stage.quick()) {
      People people = stage.people();
      Incident incident = Incident.declared(people, 1, Map.of("severity", "CRITICAL"));
      incident.reads("*Waiting for approval*");
      String text = incident.says(REQUESTER, "Break glass…", "Data is being lost").toString();
      assertThat(text).contains("\"ok\":true");
      incident.reads("Data is being lost");
      incident.reads("*Checking*");
      settles(people, incident, REQUESTER, "settle_check", "skip", "It is fine");
      incident.reads("*Checking*");
      assertThat(people.modal(REQUESTER).toString()).contains("Checks");
      closes(people, REQUESTER);
      settles(people, incident, APPROVER, "settle_check", "skip", "Nobody reads these logs");
      incident.reads("Nobody reads these logs");
      Story.check(people, incident.channel());
      incident.presses(RESPONDER, "Sign “rolled back by”");
      incident.reads("✓ Rolled back by");
      incident.presses(REQUESTER, "Sign “verified by”…");
      assertThat(people.submits(REQUESTER, Map.of()).toString()).contains("You rolled back");
      closes(people, REQUESTER);
      incident.presses(APPROVER, "Sign “verified by”…");
      JsonObject absurd =
          Json.createObjectBuilder()
              .add("type", "datepicker")
              .add("selected_date", "2999-01-01")
              .build();
      assertThat(people.submits(APPROVER, Map.of("day", absurd)).toString())
          .contains("between today and a year from now");
      people.submits(APPROVER, Map.of());
      incident.reads("*Resolved after");
      assertThat(Incident.rollbacks(people)).hasSize(3);

      incident.presses(APPROVER, "Write the post-mortem");
      incident.reads("(file ");
      incident.says(REQUESTER, "It came back…", "500 again");
      incident.reads("v41 → v40");
      people.types(REQUESTER, INCIDENTS, "/rollback list");
      Incident.isTold(people, REQUESTER, INCIDENTS, "INC-1 · factory, sandbox");
    }
  }

  @Test
  void one_that_is_only_watched_can_be_rolled_back_after_all_or_closed() {
    try (Stage stage = Stage.quick()) {
      People people = stage.people();
      Incident first = Incident.declared(people, 1, Map.of("affecting", "no"));
      first.reads("*Watching, not rolling back*");
      people.types(REQUESTER, first.channel(), "/rollback cancel no need");
      first.isTold(REQUESTER, "Close it as fixed forward or as a false alarm");
      first.presses(REQUESTER, "Roll back after all");
      first.reads("4 of 5 done");
      assertThat(settles(people, first, REQUESTER, "settle_item", "skip", "").toString())
          .contains("Say why");
      closes(people, REQUESTER);
      settles(people, first, REQUESTER, "settle_item", "skip", "No time");
      first.reads("*Waiting for approval*");
      opens(people, first, "Log", "No time");
      opens(people, first, "Guide", "Deployment rollback");
      first.presses(REQUESTER, "Change method…");
      JsonObject view = people.modal(REQUESTER);
      people.submits(REQUESTER, Map.of("choice", Forms.option(view, "choice", "git-revert")));
      first.reads("Git revert and redeploy");
      first.says(REQUESTER, "Cancel…", "It went away");
      first.reads("It went away");
      opens(people, first, "Log", "It went away");

      Incident second = Incident.declared(people, 2, Map.of("affecting", "no"));
      second.reads("*Watching, not rolling back*");
      second.presses(REQUESTER, "Close…");
      JsonObject how = people.modal(REQUESTER);
      people.submits(REQUESTER, Map.of("choice", Forms.option(how, "choice", "FALSE_ALARM")));
      second.reads("alse alarm");
      assertThat(Incident.rollbacks(people)).isEmpty();
    }
  }

  @Test
  void when_a_method_fails_the_next_one_is_done_by_hand_step_by_step() {
    try (Stage stage = Stage.quick()) {
      People people = stage.people();
      Incident incident = Incident.planned(people, 1);
      people.fault("fail-gateway-once", true);
      incident.approved();
      incident.reads("*Step 1 failed*");
      incident.presses(REQUESTER, "Next method");
      incident.reads("*Waiting for approval*");
      incident.approved();
      incident.reads("Git revert and redeploy");
      incident.presses(REQUESTER, "Done…");
      assertThat(people.submits(REQUESTER, Map.of("text", Forms.text(" "))).toString())
          .contains("errors");
      people.submits(REQUESTER, Map.of("text", Forms.text("aeaf375, c65b3ce")));
      incident.reads("“Identify the commits to revert”");
      incident.presses(REQUESTER, "Pause");
      incident.reads("*Paused before step 2*");
      incident.presses(REQUESTER, "Resume");
      incident.says(REQUESTER, "Done…", "the branch");
      incident.reads("“Revert them on a branch of their own”");
      incident.presses(REQUESTER, "Stop here");
      incident.reads("The rollback has stopped");
      incident.presses(REQUESTER, "Go on with this step");
      incident.says(REQUESTER, "Skip…", "It did not change");
      incident.reads("“Deploy the reverted planning-machine”: skipped");
      incident.says(REQUESTER, "Done…", "run 17");
      incident.reads("“Deploy the reverted gateway”");
      incident.says(REQUESTER, "Done…", "run 18");
      incident.reads("*Checking*");
      incident.says(REQUESTER, "Cancel…", "We go back to the provider");
      incident.reads("We go back to the provider");
      incident.reads("aeaf375, c65b3ce");
    }
  }

  /** Settles the first thing of a list by its dialog. */
  private static JsonObject settles(
      People people, Incident incident, String user, String verb, String how, String text) {
    incident.presses(user, verb.equals("settle_item") ? "Add a note, skip…" : "Add a note, waive…");
    JsonObject view = people.modal(user);
    return people.submits(
        user, Map.of("how", Forms.option(view, "how", how), "text", Forms.text(text)));
  }

  private static void opens(People people, Incident incident, String button, String text) {
    incident.presses(REQUESTER, button);
    assertThat(people.modal(REQUESTER).toString()).contains(text);
    closes(people, REQUESTER);
  }

  private static void closes(People people, String user) {
    JsonObject view = people.modal(user);
    people.act(
        user,
        Json.createObjectBuilder().add("type", "view_close").add("view_id", view.getString("id")));
  }
}
