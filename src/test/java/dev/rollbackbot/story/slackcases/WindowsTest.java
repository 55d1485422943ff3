package dev.rollbackbot.story.slackcases;

import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.sandbox.people.ModalValues;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.SandboxUsers;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Windows that open too late, and that change while somebody is choosing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WindowsTest {
  private SandboxFixture fixture;
  private SandboxUsers users;

  @BeforeAll
  void begin() {
    fixture = SandboxFixture.quick();
    users = fixture.sandboxUsers();
  }

  @AfterAll
  void end() {
    fixture.close();
  }

  private String shown() {
    return users.modal(REQUESTER).toString();
  }

  private static String chosen(JsonObject view, String severity, String actionTs) {
    JsonObject state =
        ModalValues.filled(view, Map.of("severity", ModalInput.option(view, "severity", severity)));
    JsonObject filled =
        Json.createObjectBuilder(view)
            .add("state", Json.createObjectBuilder().add("values", state))
            .build();
    return RawSlackRequests.interaction(
        Json.createObjectBuilder()
            .add("type", "block_actions")
            .add("user", Json.createObjectBuilder().add("id", REQUESTER))
            .add("team", Json.createObjectBuilder().add("id", "T0SANDBOX"))
            .add("trigger_id", "raw." + actionTs)
            .add("view", filled)
            .add(
                "actions",
                Json.createArrayBuilder()
                    .add(
                        Json.createObjectBuilder()
                            .add("type", "radio_buttons")
                            .add("action_id", "severity")
                            .add("block_id", "severity")
                            .add("action_ts", actionTs)))
            .build());
  }

  @Test
  void the_form_of_a_command_that_comes_too_late_is_opened_by_a_button() {
    fixture.sandbox().slackFaults().expireTriggers(1);
    users.types(REQUESTER, INCIDENTS, "/rollback factory staging");
    IncidentConversation.isTold(users, REQUESTER, INCIDENTS, "The window did not open: Slack");
    assertThat(users.sees(REQUESTER).getJsonArray("views")).isEmpty();
    users.presses(REQUESTER, INCIDENTS, "/rollback factory staging");
    assertThat(shown()).contains("Roll back");
    users.closesModal(REQUESTER);
  }

  @Test
  void the_window_of_a_button_that_comes_too_late_is_opened_by_another_one() {
    IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
    incident.reads("4 of 5 done");
    fixture.sandbox().slackFaults().expireTriggers(1);
    incident.presses(REQUESTER, "Log");
    incident.isTold(REQUESTER, "The window did not open: Slack");
    assertThat(users.count(REQUESTER, incident.channel(), "Log")).isEqualTo(2);
    incident.presses(REQUESTER, "Log");
    assertThat(shown()).contains("declared");
    users.closesModal(REQUESTER);
  }

  @Test
  void of_two_quick_choices_the_later_one_gives_the_advice_in_whatever_order_they_arrive() {
    users.types(REQUESTER, INCIDENTS, "/rollback factory sandbox");
    JsonObject before = users.modal(REQUESTER);
    RawSlackRequests requests = RawSlackRequests.to(fixture);
    requests.posts(chosen(before, "CRITICAL", "1764158400.000100"));
    assertThat(shown()).contains("Roll back now");
    requests.posts(chosen(before, "MEDIUM", "1764158400.000300"));
    assertThat(shown()).doesNotContain("Roll back now");
    String last = shown();
    requests.posts(chosen(before, "CRITICAL", "1764158400.000200"));
    assertThat(shown()).isEqualTo(last);
    users.closesModal(REQUESTER);
  }
}
