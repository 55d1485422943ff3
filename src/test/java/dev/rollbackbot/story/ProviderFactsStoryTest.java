package dev.rollbackbot.story;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an approver must know of the provider is on the card before the approval. */
final class ProviderFactsStoryTest {
  @Test
  void what_does_not_come_back_and_what_cannot_be_done_afterwards() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      IncidentConversation incident = IncidentConversation.planned(fixture.sandboxUsers(), 1);
      incident.reads("Workers: secrets, cron, routes");
      incident.reads("Pages: build settings, domains, data");
      incident.reads("Cloudflare refuses edits of the Workers' secrets and settings");
      assertThat(incident.text()).doesNotContain("status page");
    }
  }

  /** Half of the traffic has the newer version, so both are rolled back from. */
  @Test
  void a_gradual_deployment_is_rolled_back_as_a_whole() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      users.fault("gradual-deployment", true);
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.reads("v42 50 % + v43 50 % → v41");
      incident.approved();
      incident.reads("✓ Roll back gateway   v42 50 % + v43 50 % → v41");
    }
  }

  @Test
  void trouble_on_cloudflares_status_page_is_said_and_with_slow_answers_blocks_nothing() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      users.fault("status-trouble", true);
      users.fault("provider-slow", true);
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.reads("Cloudflare's status page says: Workers: partial outage.");
      assertThat(incident.text()).doesNotContain("Amsterdam");
      incident.approved();
      incident.reads("*Checking*");
    }
  }

  @Test
  void a_deployment_under_way_is_shown_and_voids_the_plan_when_it_ends() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      users.fault("pages-building", true);
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.reads("is under way, build");
      incident.reads("It may go live over this plan, which is void when it ends.");
      String before = incident.planHash();
      users.fault("pages-building", false);
      incident.reads("is void. The deployment");
      incident.reads("has ended.");
      incident.reads("*Waiting for approval*");
      assertThat(incident.planHash()).isNotEqualTo(before);
      incident.presses(APPROVER, incident.approve());
      incident.reads("*Checking*");
    }
  }

  @Test
  void a_deployment_that_begins_while_people_read_is_shown() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      users.fault("pages-building", true);
      incident.reads("is under way, build");
      incident.reads("It may go live over this plan, which is void then.");
    }
  }

  @Test
  void a_version_from_before_a_durable_object_migration_is_not_asked_about() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      users.fault("durable-objects-migrated", true);
      IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
      incident.reads("has no earlier version to return to.");
      incident.reads("Durable Objects were migrated since (now at v2).");
      assertThat(IncidentConversation.rollbacks(users)).isEmpty();
    }
  }
}
