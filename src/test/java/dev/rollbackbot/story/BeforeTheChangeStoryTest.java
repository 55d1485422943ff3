package dev.rollbackbot.story;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import org.junit.jupiter.api.Test;

/** What is read before anything is changed is on the card, and compared when it is over. */
final class BeforeTheChangeStoryTest {
  @Test
  void what_failed_before_and_passes_after_the_rollback_is_said_as_a_comparison() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.reads("Measured ");
      incident.reads("checks fail (✗ Gateway is healthy, ✗ Factory endpoints answer 404");
      incident.approved();
      UsualRollback.check(users, incident.channel());
      incident.reads("✗→✓ Gateway is healthy");
      UsualRollback.sign(users, incident.channel());
      incident.reads("Before: failed, now: passed: ");
      incident.reads("Passed before too: ");
    }
  }

  @Test
  void a_deployment_while_people_read_voids_the_plan() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      String approve = incident.approve();
      users.fault("someone-deploys", true);
      incident.reads("is void. gateway runs v43 now");
      incident.reads("*Waiting for approval*");
      incident.reads("v43 → v41");
      String again = incident.approve();
      assertThat(again).isNotEqualTo(approve);
      assertThat(IncidentConversation.rollbacks(users)).isEmpty();
      incident.presses(APPROVER, again);
      UsualRollback.toTheEnd(users, incident.channel());
    }
  }
}
