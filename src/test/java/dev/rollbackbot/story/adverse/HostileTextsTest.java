package dev.rollbackbot.story.adverse;

import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.BotDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What versions, logs and services say is shown as text, whatever it tries. */
final class HostileTextsTest {
  @Test
  void texts_of_versions_logs_and_probes_never_act() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      users.fault("hostile-texts", true);
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.reads("evil.example");
      users.types(REQUESTER, INCIDENTS, "/rollback log");
      incident.presses(REQUESTER, "Log");
      assertThat(users.modal(REQUESTER).toString()).contains("Log of INC-1");
      users.closesModal(REQUESTER);
      users.fault("site-sick", true);
      incident.approved();
      incident.reads("Gateway is healthy   /status: expected ok, got");
      JsonObject seen = users.sees(REQUESTER);
      assertThat(files(seen)).isNotEmpty();
      List<String> captured = BotDatabase.column(fixture, "select text from artifact");
      assertThat(captured.toString()).contains("*loud*");
      captured.forEach(HostileTextsTest::assertNothingInvisible);
      assertActsNowhere("seen", seen.getJsonObject("messages"));
      assertActsNowhere("a view", seen.getJsonArray("views"));
    }
  }

  private static List<String> files(JsonObject seen) {
    List<String> out = new ArrayList<>();
    for (JsonValue messages : seen.getJsonObject("messages").values()) {
      for (JsonObject message : ((JsonArray) messages).getValuesAs(JsonObject.class)) {
        if (message.containsKey("files")) {
          out.add(message.get("files").toString());
        }
      }
    }
    return out;
  }

  private static void assertActsNowhere(String where, JsonValue value) {
    switch (value) {
      case JsonObject object -> {
        if (object.getString("type", "").equals("mrkdwn")) {
          assertThat(object.getBoolean("verbatim", false)).as("%s: %s", where, object).isTrue();
        }
        object.forEach((name, each) -> assertActsNowhere(name, each));
      }
      case JsonArray array -> array.forEach(each -> assertActsNowhere(where, each));
      case JsonString text -> assertHarmless(where, text.getString());
      default -> {}
    }
  }

  private static void assertHarmless(String where, String text) {
    assertThat(text).as(where).doesNotContain("<!channel", "<!here", "<https://evil");
    assertNothingInvisible(text);
    assertThat(text).as(where).doesNotContainPattern("(?<!\\u2060)[*:]loud");
  }

  private static void assertNothingInvisible(String text) {
    assertThat(text)
        .doesNotContain("\u202E", "\u202C", "\u200B", "\u0007")
        .doesNotContainIgnoringCase("\\u202e");
  }
}
