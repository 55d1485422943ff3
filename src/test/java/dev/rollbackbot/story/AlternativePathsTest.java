package dev.rollbackbot.story;

import static dev.rollbackbot.story.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.SandboxUsers.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The less usual ways through the conversation. */
final class AlternativePathsTest {
  @Test
  void a_critical_one_goes_on_without_a_second_person_and_that_person_may_not_verify() {
    try (SandboxFixture sandboxFixture = SandboxFixture.quick()) {
      SandboxUsers sandboxUsers = sandboxFixture.sandboxUsers();
      IncidentConversation incidentConversation =
          IncidentConversation.declared(sandboxUsers, 1, Map.of("severity", "CRITICAL"));
      incidentConversation.reads("*Waiting for approval*");
      String text =
          incidentConversation.says(REQUESTER, "Break glass…", "Data is being lost").toString();
      assertThat(text).contains("\"ok\":true");
      incidentConversation.reads("Data is being lost");
      incidentConversation.reads("*Checking*");
      settles(sandboxUsers, incidentConversation, REQUESTER, "settle_check", "skip", "It is fine");
      incidentConversation.reads("*Checking*");
      assertThat(sandboxUsers.modal(REQUESTER).toString()).contains("Checks");
      closes(sandboxUsers, REQUESTER);
      settles(
          sandboxUsers,
          incidentConversation,
          APPROVER,
          "settle_check",
          "skip",
          "Nobody reads these logs");
      incidentConversation.reads("Nobody reads these logs");
      UsualRollback.check(sandboxUsers, incidentConversation.channel());
      incidentConversation.presses(RESPONDER, "Sign “rolled back by”");
      incidentConversation.reads("✓ Rolled back by");
      incidentConversation.presses(REQUESTER, "Sign “verified by”…");
      assertThat(sandboxUsers.submits(REQUESTER, Map.of()).toString()).contains("You rolled back");
      closes(sandboxUsers, REQUESTER);
      incidentConversation.presses(APPROVER, "Sign “verified by”…");
      JsonObject absurd =
          Json.createObjectBuilder()
              .add("type", "datepicker")
              .add("selected_date", "2999-01-01")
              .build();
      assertThat(sandboxUsers.submits(APPROVER, Map.of("day", absurd)).toString())
          .contains("between today and a year from now");
      sandboxUsers.submits(APPROVER, Map.of());
      incidentConversation.reads("*Resolved after");
      assertThat(IncidentConversation.rollbacks(sandboxUsers)).hasSize(3);

      incidentConversation.presses(APPROVER, "Write the post-mortem");
      incidentConversation.reads("(file ");
      incidentConversation.says(REQUESTER, "It came back…", "500 again");
      incidentConversation.reads("v41 → v40");
      sandboxUsers.types(REQUESTER, INCIDENTS, "/rollback list");
      IncidentConversation.isTold(sandboxUsers, REQUESTER, INCIDENTS, "INC-1 · factory, sandbox");
    }
  }

  @Test
  void one_that_is_only_watched_can_be_rolled_back_after_all_or_closed() {
    try (SandboxFixture sandboxFixture = SandboxFixture.quick()) {
      SandboxUsers sandboxUsers = sandboxFixture.sandboxUsers();
      IncidentConversation first =
          IncidentConversation.declared(sandboxUsers, 1, Map.of("affecting", "no"));
      first.reads("*Watching, not rolling back*");
      sandboxUsers.types(REQUESTER, first.channel(), "/rollback cancel no need");
      first.isTold(REQUESTER, "Close it as fixed forward or as a false alarm");
      first.presses(REQUESTER, "Roll back after all");
      first.reads("4 of 5 done");
      assertThat(settles(sandboxUsers, first, REQUESTER, "settle_item", "skip", "").toString())
          .contains("Say why");
      closes(sandboxUsers, REQUESTER);
      settles(sandboxUsers, first, REQUESTER, "settle_item", "skip", "No time");
      first.reads("*Waiting for approval*");
      opens(sandboxUsers, first, "Log", "No time");
      opens(sandboxUsers, first, "Guide", "Deployment rollback");
      first.presses(REQUESTER, "Change method…");
      JsonObject view = sandboxUsers.modal(REQUESTER);
      sandboxUsers.submits(
          REQUESTER, Map.of("choice", ModalInput.option(view, "choice", "git-revert")));
      first.reads("Git revert and redeploy");
      first.says(REQUESTER, "Cancel…", "It went away");
      first.reads("It went away");
      opens(sandboxUsers, first, "Log", "It went away");

      IncidentConversation second =
          IncidentConversation.declared(sandboxUsers, 2, Map.of("affecting", "no"));
      second.reads("*Watching, not rolling back*");
      second.presses(REQUESTER, "Close…");
      JsonObject how = sandboxUsers.modal(REQUESTER);
      sandboxUsers.submits(
          REQUESTER, Map.of("choice", ModalInput.option(how, "choice", "FALSE_ALARM")));
      second.reads("alse alarm");
      assertThat(IncidentConversation.rollbacks(sandboxUsers)).isEmpty();
    }
  }

  @Test
  void when_a_method_fails_the_next_one_is_done_by_hand_step_by_step() {
    try (SandboxFixture sandboxFixture = SandboxFixture.quick()) {
      SandboxUsers sandboxUsers = sandboxFixture.sandboxUsers();
      IncidentConversation incidentConversation = IncidentConversation.planned(sandboxUsers, 1);
      sandboxUsers.fault("fail-gateway-once", true);
      incidentConversation.approved();
      incidentConversation.reads("*Step 1 failed*");
      incidentConversation.presses(REQUESTER, "Next method");
      incidentConversation.reads("*Waiting for approval*");
      incidentConversation.approved();
      incidentConversation.reads("Git revert and redeploy");
      incidentConversation.presses(REQUESTER, "Done…");
      assertThat(sandboxUsers.submits(REQUESTER, Map.of("text", ModalInput.text(" "))).toString())
          .contains("errors");
      sandboxUsers.submits(REQUESTER, Map.of("text", ModalInput.text("aeaf375, c65b3ce")));
      incidentConversation.reads("“Identify the commits to revert”");
      incidentConversation.presses(REQUESTER, "Pause");
      incidentConversation.reads("*Paused before step 2*");
      incidentConversation.presses(REQUESTER, "Resume");
      incidentConversation.says(REQUESTER, "Done…", "the branch");
      incidentConversation.reads("“Revert them on a branch of their own”");
      incidentConversation.presses(REQUESTER, "Stop here");
      incidentConversation.reads("The rollback has stopped");
      incidentConversation.presses(REQUESTER, "Go on with this step");
      incidentConversation.says(REQUESTER, "Skip…", "It did not change");
      incidentConversation.reads("“Deploy the reverted planning-machine”: skipped");
      incidentConversation.says(REQUESTER, "Done…", "run 17");
      incidentConversation.reads("“Deploy the reverted gateway”");
      incidentConversation.says(REQUESTER, "Done…", "run 18");
      incidentConversation.reads("*Checking*");
      incidentConversation.says(REQUESTER, "Cancel…", "We go back to the provider");
      incidentConversation.reads("We go back to the provider");
      incidentConversation.reads("aeaf375, c65b3ce");
    }
  }

  /** Settles the first thing of a list by its dialog. */
  private static JsonObject settles(
      SandboxUsers sandboxUsers,
      IncidentConversation incidentConversation,
      String user,
      String verb,
      String how,
      String text) {
    incidentConversation.presses(
        user, verb.equals("settle_item") ? "Add a note, skip…" : "Add a note, waive…");
    JsonObject view = sandboxUsers.modal(user);
    return sandboxUsers.submits(
        user, Map.of("how", ModalInput.option(view, "how", how), "text", ModalInput.text(text)));
  }

  private static void opens(
      SandboxUsers sandboxUsers,
      IncidentConversation incidentConversation,
      String button,
      String text) {
    incidentConversation.presses(REQUESTER, button);
    assertThat(sandboxUsers.modal(REQUESTER).toString()).contains(text);
    closes(sandboxUsers, REQUESTER);
  }

  private static void closes(SandboxUsers sandboxUsers, String user) {
    JsonObject view = sandboxUsers.modal(user);
    sandboxUsers.act(
        user,
        Json.createObjectBuilder().add("type", "view_close").add("view_id", view.getString("id")));
  }
}
