package dev.rollbackbot.story.adverse;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.story.fixture.BotDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.SandboxUsers;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A user without a role tries every button, form and command. */
final class UnauthorizedUserTest {
  @Test
  void a_user_without_a_role_is_refused_everything_and_informed() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      RawSlackRequests requests = RawSlackRequests.to(fixture);
      int before = events(fixture);
      int pressed = 0;
      for (PanelAction action : PanelAction.values()) {
        if (action == PanelAction.STOP_AUTOMATIC) {
          // Anybody may stop what the bot does by itself.
          continue;
        }
        String word = action.name().toLowerCase(Locale.ROOT);
        if (action.opensModal()) {
          submits(requests, action, word);
        } else {
          requests.posts(
              RawSlackRequests.click(STAKEHOLDER, INCIDENTS, word + ":gateway", "1|gateway|1"));
          pressed++;
        }
      }
      int clicks = pressed;
      await()
          .untilAsserted(() ->
              assertThat(users.ephemerals(STAKEHOLDER, INCIDENTS))
                  .hasSize(clicks)
                  .allMatch(message -> message.contains("Only members of")));
      assertThat(
              requests
                  .posts(RawSlackRequests.slash(STAKEHOLDER, incident.channel(), "cancel enough"))
                  .body())
          .contains("Only members of");
      assertThat(events(fixture)).isEqualTo(before);
      assertThat(IncidentConversation.rollbacks(users)).isEmpty();
      refusesDeclaration(users);
    }
  }

  private static void submits(RawSlackRequests requests, PanelAction action, String word) {
    JsonObject values =
        Json.createObjectBuilder()
            .add(
                "text",
                Json.createObjectBuilder()
                    .add("text", ModalInput.text("https://example.org/proof")))
            .build();
    RawSlackRequests.BotResponse response =
        requests.posts(
            RawSlackRequests.submission(STAKEHOLDER, "dialog:" + word, "1|gateway|1", values));
    assertThat(response.status()).as("%s", action).isEqualTo(200);
    if (action != PanelAction.LOG && action != PanelAction.GUIDE) {
      assertThat(response.body()).as("%s", action).isNotEmpty();
    }
  }

  private static void refusesDeclaration(SandboxUsers users) {
    users.types(STAKEHOLDER, INCIDENTS, "/rollback factory staging");
    users.submits(STAKEHOLDER, Map.of("description", ModalInput.text("Let me")));
    assertThat(users.modal(STAKEHOLDER).toString()).contains("Only members of");
  }

  /** The number of events that this user caused. */
  private static int events(SandboxFixture fixture) {
    return BotDatabase.column(
            fixture, "select type from incident_event where actor = '" + STAKEHOLDER + "'")
        .size();
  }
}
