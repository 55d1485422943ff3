package dev.rollbackbot.story;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.SandboxUsers.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.slack.view.action.PanelAction;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Somebody of no group tries everything that can be pressed, filled in and typed. */
final class UnauthorizedUserTest {
  @Test
  void a_stranger_is_refused_everything_and_told_so() throws Exception {
    try (SandboxFixture sandboxFixture = SandboxFixture.quick()) {
      SandboxUsers sandboxUsers = sandboxFixture.sandboxUsers();
      IncidentConversation incidentConversation = IncidentConversation.planned(sandboxUsers, 1);
      RawSlackRequests rawSlackRequests =
          new RawSlackRequests(sandboxFixture.bot(), sandboxFixture.sandbox().signingSecret());
      int before = events(sandboxFixture);
      int pressed = 0;
      for (PanelAction panelAction : PanelAction.values()) {
        String word = panelAction.name().toLowerCase(Locale.ROOT);
        if (panelAction.opensDialog()) {
          submits(rawSlackRequests, panelAction, word);
        } else {
          rawSlackRequests.posts(
              RawSlackRequests.click(STAKEHOLDER, INCIDENTS, word + ":gateway", "1|gateway|1"));
          pressed++;
        }
      }
      int clicks = pressed;
      await()
          .untilAsserted(() ->
              assertThat(sandboxUsers.whispers(STAKEHOLDER, INCIDENTS))
                  .hasSize(clicks)
                  .allMatch(w -> w.contains("Only members of")));
      assertThat(
              rawSlackRequests
                  .posts(
                      RawSlackRequests.slash(
                          STAKEHOLDER, incidentConversation.channel(), "cancel enough"))
                  .body())
          .contains("Only members of");
      assertThat(events(sandboxFixture)).isEqualTo(before);
      assertThat(IncidentConversation.rollbacks(sandboxUsers)).isEmpty();
      declares(sandboxUsers);
    }
  }

  private static void submits(
      RawSlackRequests rawSlackRequests, PanelAction panelAction, String word) {
    JsonObject values =
        Json.createObjectBuilder()
            .add(
                "text",
                Json.createObjectBuilder()
                    .add("text", ModalInput.text("https://example.org/proof")))
            .build();
    RawSlackRequests.BotResponse botResponse =
        rawSlackRequests.posts(
            RawSlackRequests.submission(STAKEHOLDER, "dialog:" + word, "1|gateway|1", values));
    assertThat(botResponse.status()).as("%s", panelAction).isEqualTo(200);
    if (panelAction != PanelAction.LOG && panelAction != PanelAction.GUIDE) {
      assertThat(botResponse.body()).as("%s", panelAction).isNotEmpty();
    }
  }

  private static void declares(SandboxUsers sandboxUsers) {
    sandboxUsers.types(STAKEHOLDER, INCIDENTS, "/rollback factory staging");
    sandboxUsers.submits(STAKEHOLDER, Map.of("description", ModalInput.text("Let me")));
    assertThat(sandboxUsers.modal(STAKEHOLDER).toString()).contains("Only members of");
  }

  private static int events(SandboxFixture sandboxFixture) throws Exception {
    String url = "jdbc:sqlite:" + sandboxFixture.folder().resolve("rollback-bot.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery(
                "select count(*) from incident_event where actor = 'U0STAKEHOLD'")) {
      count.next();
      return count.getInt(1);
    }
  }
}
