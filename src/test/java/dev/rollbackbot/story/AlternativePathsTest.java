package dev.rollbackbot.story;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Break glass, watching, cancelling, a manual method and a reopened incident. */
final class AlternativePathsTest {
  @Test
  void in_a_critical_incident_the_requester_breaks_the_glass_and_can_not_verify() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident =
          IncidentConversation.declared(users, 1, Map.of("severity", "CRITICAL"));
      incident.reads("*Waiting for approval*");
      String text = incident.says(REQUESTER, "Break glass…", "Data is being lost").toString();
      assertThat(text).contains("\"ok\":true");
      incident.reads("Data is being lost");
      incident.reads("*Checking*");
      settles(incident, REQUESTER, "Add a note, waive…", "skip", "It is fine");
      incident.reads("*Checking*");
      assertThat(users.modal(REQUESTER).toString()).contains("Checks");
      users.closesModal(REQUESTER);
      settles(incident, APPROVER, "Add a note, waive…", "skip", "Nobody reads these logs");
      incident.reads("Nobody reads these logs");
      UsualRollback.check(users, incident.channel());
      incident.presses(RESPONDER, "Sign “rolled back by”");
      incident.isTold(RESPONDER, "“Screenshot the Analytics Engine dashboard” is still open");
      incident.presses(RESPONDER, "Done");
      incident.reads("5 of 5 done");
      incident.presses(RESPONDER, "Sign “rolled back by”");
      incident.reads("✓ Rolled back by");
      incident.presses(REQUESTER, "Sign “verified by”…");
      assertThat(users.submits(REQUESTER, Map.of()).toString())
          .contains("You asked for this rollback");
      users.closesModal(REQUESTER);
      incident.presses(APPROVER, "Sign “verified by”…");
      JsonObject absurd =
          Json.createObjectBuilder()
              .add("type", "datepicker")
              .add("selected_date", "2999-01-01")
              .build();
      assertThat(users.submits(APPROVER, Map.of("day", absurd)).toString())
          .contains("between today and a year from now");
      users.submits(APPROVER, Map.of());
      incident.reads("*Resolved after");
      assertThat(IncidentConversation.rollbacks(users)).hasSize(3);

      incident.reads("(file post-mortem-inc-1-draft-1.md");
      incident.presses(APPROVER, "Write the post-mortem");
      incident.reads("(file post-mortem-inc-1-draft-2.md");
      incident.says(REQUESTER, "It came back…", "500 again");
      incident.reads("v41 → v40");
      users.types(REQUESTER, INCIDENTS, "/rollback list");
      IncidentConversation.isTold(users, REQUESTER, INCIDENTS, "INC-1 · factory, sandbox");
    }
  }

  @Test
  void a_watched_incident_can_be_rolled_back_or_closed() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation first =
          IncidentConversation.declared(users, 1, Map.of("affecting", "no"));
      first.reads("*Watching, not rolling back*");
      users.types(REQUESTER, first.channel(), "/rollback cancel no need");
      first.isTold(REQUESTER, "Close it as fixed forward or as a false alarm");
      first.presses(REQUESTER, "Roll back after all");
      first.reads("4 of 5 done");
      assertThat(settles(first, REQUESTER, "Add a note, skip…", "skip", "").toString())
          .contains("Say why");
      users.closesModal(REQUESTER);
      settles(first, REQUESTER, "Add a note, skip…", "skip", "No time");
      first.reads("*Waiting for approval*");
      opens(first, "Log", "No time");
      opens(first, "Guide", "Deployment rollback");
      first.presses(REQUESTER, "Method…");
      JsonObject view = users.modal(REQUESTER);
      users.submits(REQUESTER, Map.of("choice", ModalInput.option(view, "choice", "git-revert")));
      first.reads("Git revert and redeploy");
      first.says(REQUESTER, "Cancel…", "It went away");
      first.reads("It went away");
      opens(first, "Log", "It went away");

      IncidentConversation second =
          IncidentConversation.declared(users, 2, Map.of("affecting", "no"));
      second.reads("*Watching, not rolling back*");
      second.presses(REQUESTER, "Close…");
      JsonObject how = users.modal(REQUESTER);
      users.submits(REQUESTER, Map.of("choice", ModalInput.option(how, "choice", "FALSE_ALARM")));
      second.reads("alse alarm");
      assertThat(IncidentConversation.rollbacks(users)).isEmpty();
    }
  }

  @Test
  void when_a_method_fails_the_next_one_is_carried_out_by_hand() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      users.fault("fail-gateway-once", true);
      incident.approved();
      incident.reads("*Step 1 failed");
      incident.presses(REQUESTER, "Next method");
      incident.reads("*Waiting for approval*");
      incident.approved();
      incident.reads("Git revert and redeploy");
      incident.presses(REQUESTER, "Done…");
      assertThat(users.submits(REQUESTER, Map.of("text", ModalInput.text(" "))).toString())
          .contains("errors");
      users.submits(REQUESTER, Map.of("text", ModalInput.text("aeaf375, c65b3ce")));
      incident.reads("step 2 of 5");
      incident.presses(REQUESTER, "Pause");
      incident.reads("*Paused before step 2*");
      incident.presses(REQUESTER, "Resume");
      incident.says(REQUESTER, "Done…", "the branch");
      incident.reads("step 3 of 5");
      incident.presses(REQUESTER, "Stop here");
      incident.reads("The rollback has stopped");
      incident.presses(REQUESTER, "Go on with this step");
      incident.reads("*Rolling back, step 3 of 5*");
      incident.says(REQUESTER, "Skip…", "It did not change");
      incident.reads("“Deploy the reverted planning-machine”: skipped");
      incident.reads("step 4 of 5");
      incident.says(REQUESTER, "Done…", "run 17");
      incident.reads("step 5 of 5");
      incident.says(REQUESTER, "Done…", "run 18");
      incident.reads("*Checking*");
      incident.says(REQUESTER, "Cancel…", "We go back to the provider");
      incident.reads("We go back to the provider");
      incident.reads("aeaf375, c65b3ce");
    }
  }

  @Test
  void what_was_done_by_hand_without_effect_is_not_told_as_planned() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.approved();
      incident.reads("*Checking*");
      incident.presses(REQUESTER, "Next method");
      incident.reads("*Waiting for approval*");
      incident.approved();
      for (int step = 1; step <= 5; step++) {
        incident.reads("step " + step + " of 5");
        incident.says(REQUESTER, "Done…", "run " + step);
      }
      UsualRollback.toTheEnd(users, incident.channel());
      incident.reads("RESOLVED: Factory Feature partly rolled back");
      incident.reads("v41 is live, the target of an earlier plan; nothing shows that the last one");
      assertThat(incident.text()).doesNotContain("is live, as planned");
    }
  }

  /** Presses a button, chooses that option in its modal and submits it with that text. */
  private static JsonObject settles(
      IncidentConversation incident, String user, String button, String option, String text) {
    incident.presses(user, button);
    JsonObject view = incident.users().modal(user);
    return incident
        .users()
        .submits(
            user,
            Map.of("how", ModalInput.option(view, "how", option), "text", ModalInput.text(text)));
  }

  private static void opens(IncidentConversation incident, String button, String text) {
    incident.presses(REQUESTER, button);
    assertThat(incident.users().modal(REQUESTER).toString()).contains(text);
    incident.users().closesModal(REQUESTER);
  }
}
