package dev.rollbackbot.story;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import jakarta.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The plan leads away from the fault, and what speaks against a target is consented to. */
final class PlanStoryTest {
  @Test
  void a_changed_secret_is_passed_over_and_a_version_that_gets_traffic_only_in_part_too() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      users.fault("secret-changed", true);
      users.fault("secret-changed", true);
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.reads("has the same code as what is live, only configuration can differ");
      incident.reads("v44 → v41");
      incident.reads("Good: all the traffic for");
      incident.reads("Also undone:");
    }
  }

  @Test
  void a_target_that_something_speaks_against_needs_a_reason_and_somebody_elses_approval() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      users.fault("secret-changed", true);
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.presses(APPROVER, "Change…");
      JsonObject view = users.modal(APPROVER);
      JsonObject choice = choice(view, "v42");
      assertThat(users.submits(APPROVER, Map.of("choice", choice)).toString())
          .contains("Say why it is right all the same");
      users.submits(
          APPROVER,
          Map.of("choice", choice, "text", ModalInput.text("The new secret is the fault")));
      // On the panel, whose button is the new plan's: the post about it comes first.
      incident.reads("because The new secret is the fault   [Change…]");
      incident.approved();
      incident.isTold(APPROVER, "You changed a plan of this incident");
      incident.presses(RESPONDER, "Cancel…");
      users.submits(RESPONDER, Map.of("text", ModalInput.text("enough")));
      incident.reads("enough");
      assertThat(IncidentConversation.rollbacks(users)).isEmpty();
    }
  }

  /** The option whose label begins so. */
  private static JsonObject choice(JsonObject view, String label) {
    for (JsonObject block : view.getJsonArray("blocks").getValuesAs(JsonObject.class)) {
      if (block.getString("block_id", "").equals("choice")) {
        for (JsonObject option :
            block.getJsonObject("element").getJsonArray("options").getValuesAs(JsonObject.class)) {
          if (option.getJsonObject("text").getString("text").startsWith(label)) {
            return ModalInput.option(view, "choice", option.getString("value")).asJsonObject();
          }
        }
      }
    }
    throw new AssertionError("no " + label + " in " + view);
  }
}
