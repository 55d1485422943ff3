package dev.rollbackbot.story;

import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.Transcript;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Today's plan as it would be, for whoever asks. */
final class PlanPreviewStoryTest {
  @Test
  void a_stakeholder_reads_what_a_rollback_would_do_and_nothing_happens() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      users.types(STAKEHOLDER, INCIDENTS, "/rollback plan factory sandbox");
      users.reads(STAKEHOLDER, INCIDENTS, "The plan comes here, only to you; nothing is changed.");
      JsonObject plan = users.reads(STAKEHOLDER, INCIDENTS, "Nothing was changed, and nobody was");
      assertThat(Transcript.of(List.of(plan)))
          .contains(
              "[bot, only to you]",
              "*Factory Feature* in sandbox: the plan if a fault had been seen just now",
              "v42 → v41",
              "_Not undone:_")
          .doesNotContain("[Change…]", "[Approve");
      assertThat(IncidentConversation.rollbacks(users)).isEmpty();
      assertThat(users.messages(SandboxUsers.REQUESTER, INCIDENTS).toString())
          .doesNotContain("INC-1", "the plan if a fault");
    }
  }

  @Test
  void what_can_not_be_read_is_said() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      users.fault("provider-down", true);
      users.types(STAKEHOLDER, INCIDENTS, "/rollback plan factory");
      users.reads(STAKEHOLDER, INCIDENTS, "What gateway runs could not be read.");
    }
  }

  @Test
  void an_unknown_environment_or_runbook_is_asked_about() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      users.types(STAKEHOLDER, INCIDENTS, "/rollback plan factory mars");
      users.reads(STAKEHOLDER, INCIDENTS, "Factory Feature has no environment “mars”. Which one?");
      users.types(STAKEHOLDER, INCIDENTS, "/rollback plan");
      users.reads(STAKEHOLDER, INCIDENTS, "the plan if a fault had been seen just now");
    }
  }
}
