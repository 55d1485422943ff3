package dev.rollbackbot.story;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.BotDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.SandboxUsers;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Severity, impact and lead are changed while an incident is open. */
final class DeclarationChangeStoryTest {
  private static final String CHANGE = "Severity…";

  @Test
  void a_worse_severity_opens_the_way_to_break_the_glass_and_everybody_reads_it() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      String hash = incident.planHash();
      RawSlackRequests.BotResponse refused =
          RawSlackRequests.to(fixture)
              .posts(
                  RawSlackRequests.submission(
                      REQUESTER,
                      "dialog:break_glass",
                      "1|" + hash,
                      Json.createObjectBuilder()
                          .add(
                              "text",
                              Json.createObjectBuilder()
                                  .add("text", ModalInput.text("Data is being lost")))
                          .build()));
      assertThat(refused.body()).contains("If it is CRITICAL by now", "change_declaration");
      assertThat(refused.body()).doesNotContain("Approve plan");

      changes(incident, REQUESTER, Map.of("severity", "CRITICAL"), "Orders are lost");
      incident.reads("changed the severity from HIGH to CRITICAL: Orders are lost");
      incident.reads("Break glass…");
      users.reads(REQUESTER, INCIDENTS, "Severity: CRITICAL");
      assertThat(users.sees(REQUESTER).getJsonArray("channels").toString()).contains("CRITICAL");
      assertThat(incident.planHash()).isEqualTo(hash);

      JsonObject view = opened(incident, REQUESTER);
      Map<String, JsonValue> values = new HashMap<>();
      values.put("text", ModalInput.text("She takes over"));
      values.put(
          "lead",
          Json.createObjectBuilder()
              .add("type", "users_select")
              .add("selected_user", APPROVER)
              .build());
      assertThat(view.toString()).contains("CRITICAL");
      users.submits(REQUESTER, values);
      incident.reads("changed the lead from");
      assertThat(
              BotDatabase.column(
                  fixture, "select type from incident_event where type = 'DeclarationChanged'"))
          .hasSize(2);
      incident.says(REQUESTER, "Break glass…", "Data is being lost");
      users.reads(REQUESTER, INCIDENTS, "*Break-glass.*");
    }
  }

  @Test
  void a_watched_incident_gets_other_advice_and_nothing_is_rolled_back_by_itself() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident =
          IncidentConversation.declared(users, 1, Map.of("affecting", "no"));
      incident.reads("Watching, not rolling back");
      users.types(REQUESTER, incident.channel(), "/rollback cancel not needed");
      incident.isTold(REQUESTER, "Close it as fixed forward or as a false alarm");
      users.seesButtons(REQUESTER, incident.channel(), "Close…", 2);

      changes(incident, REQUESTER, Map.of("affecting", "yes"), "Tickets come in");
      incident.reads("changed the impact (it affects users now): Tickets come in");
      incident.reads("Nothing is rolled back by itself");
      incident.reads("Errors and failures reach users");
      incident.reads("Watching, not rolling back");
      assertThat(IncidentConversation.rollbacks(users)).isEmpty();
    }
  }

  @Test
  void another_time_at_which_it_began_is_told_and_the_plan_is_made_again() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.reads("v42 → v41");
      // By then v41 had not been live for long enough to count as good.
      Instant began = Instant.now().minus(Duration.ofHours(60));
      assertThat(began(incident, Instant.now().plus(Duration.ofHours(1)), "Tickets say so"))
          .contains("It can't have begun after it was detected");
      users.closesModal(REQUESTER);

      began(incident, began, "Tickets say so");
      incident.reads("changed when it began from not known to");
      incident.reads("is void. It was chosen for another time at which the fault began.");
      incident.reads("v42 → v40");
      users.types(REQUESTER, incident.channel(), "/rollback log");
      incident.isTold(REQUESTER, "changed when it began from not known to");
    }
  }

  @Test
  void whoever_corrects_when_it_began_does_not_approve_the_target_that_follows() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      IncidentConversation incident = IncidentConversation.planned(fixture.sandboxUsers(), 1);
      incident.reads("v42 → v41");
      began(incident, APPROVER, Instant.now().minus(Duration.ofHours(60)), "I know better");
      incident.reads("v42 → v40");
      incident.approved();
      incident.isTold(APPROVER, "You corrected when the fault of this incident began");
      assertThat(IncidentConversation.rollbacks(fixture.sandboxUsers())).isEmpty();
    }
  }

  /** The requester changes it; what Slack is answered. */
  private static String began(IncidentConversation incident, Instant at, String reason) {
    return began(incident, REQUESTER, at, reason);
  }

  private static String began(
      IncidentConversation incident, String user, Instant at, String reason) {
    opened(incident, user);
    return incident
        .users()
        .submits(
            user,
            Map.of(
                "text",
                ModalInput.text(reason),
                "began",
                Json.createObjectBuilder()
                    .add("type", "datetimepicker")
                    .add("selected_date_time", at.getEpochSecond())
                    .build()))
        .toString();
  }

  private static JsonObject opened(IncidentConversation incident, String user) {
    incident.presses(user, CHANGE);
    return incident.users().modal(user);
  }

  private static void changes(
      IncidentConversation incident, String user, Map<String, String> options, String reason) {
    JsonObject view = opened(incident, user);
    Map<String, JsonValue> values = new HashMap<>();
    values.put("text", ModalInput.text(reason));
    options.forEach((block, value) -> values.put(block, ModalInput.option(view, block, value)));
    incident.users().submits(user, values);
  }
}
