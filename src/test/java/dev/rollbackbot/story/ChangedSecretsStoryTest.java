package dev.rollbackbot.story;

import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.SandboxUsers;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cloudflare refuses a version since which a secret changed; only an approver overrides that. */
final class ChangedSecretsStoryTest {
  @Test
  void the_names_are_asked_about_and_the_rollback_is_forced_after_a_second_approval() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      users.fault("secret-changed", true);
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.approved();
      incident.reads("Changed since v41 was made: PAYMENT_API_KEY.");
      incident.reads("Nothing was changed.");
      assertThat(IncidentConversation.rollbacks(users)).isEmpty();

      incident.presses(REQUESTER, "New plan: ask about the secrets");
      incident.reads("gateway: roll back to v41 although secrets changed?");
      incident.reads("• PAYMENT_API_KEY");
      incident.approved();
      incident.reads("gateway with changed secrets (PAYMENT_API_KEY). Rolling back.");
      incident.reads("*Checking*");
      assertThat(IncidentConversation.rollbacks(users)).isNotEmpty();
    }
  }

  @Test
  void one_more_secret_than_was_consented_to_is_a_new_question() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      users.fault("secret-changed", true);
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.approved();
      incident.presses(REQUESTER, "New plan: ask about the secrets");
      incident.reads("• PAYMENT_API_KEY");
      users.fault("secret-changed", true);
      incident.reads("is void");
      incident.approved();
      incident.reads("Changed since v41 was made: PAYMENT_API_KEY, SESSION_KEY.");
      assertThat(IncidentConversation.rollbacks(users)).isEmpty();
      incident.presses(REQUESTER, "New plan: ask about the secrets");
      incident.reads("• SESSION_KEY");
    }
  }

  @Test
  void nobody_overrides_it_alone_not_even_in_a_critical_incident() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      users.fault("secret-changed", true);
      IncidentConversation incident =
          IncidentConversation.declared(users, 1, Map.of("severity", "CRITICAL"));
      incident.reads("*Waiting for approval*");
      incident.says(REQUESTER, "Break glass…", "Data is being lost");
      incident.reads("Changed since v41 was made: PAYMENT_API_KEY.");
      incident.presses(REQUESTER, "New plan: ask about the secrets");
      incident.reads("although secrets changed?");
      assertThat(users.count(REQUESTER, incident.channel(), "Break glass…")).isZero();
      assertThat(breaksGlass(fixture, incident.planHash()))
          .contains("This plan overrides a refusal because of changed secrets.");
      assertThat(IncidentConversation.rollbacks(users)).isEmpty();
    }
  }

  private static String breaksGlass(SandboxFixture fixture, String planHash) {
    JsonObject text =
        Json.createObjectBuilder().add("text", ModalInput.text("Data is being lost")).build();
    return RawSlackRequests.to(fixture)
        .posts(
            RawSlackRequests.submission(
                REQUESTER,
                "dialog:break_glass",
                "1|" + planHash,
                Json.createObjectBuilder().add("text", text).build()))
        .body();
  }
}
