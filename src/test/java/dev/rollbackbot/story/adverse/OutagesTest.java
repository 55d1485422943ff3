package dev.rollbackbot.story.adverse;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.SwitchableProxy;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Slack or the provider is unavailable or busy: nothing is lost, nothing happens twice. */
@Order(3)
final class OutagesTest {
  @Test
  void it_starts_without_slack_and_the_provider_and_works_once_they_are_available()
      throws Exception {
    try (SwitchableProxy proxy = new SwitchableProxy();
        SandboxFixture fixture =
            SandboxFixture.quick(
                Path.of("manifest.yml"),
                sandbox ->
                    Map.of(
                        "SLACK_API_URL", proxy.through(sandbox.slackApiUrl()),
                        "CLOUDFLARE_API_BASE_URL", proxy.through(sandbox.cloudflareApiUrl())))) {
      RawSlackRequests requests = RawSlackRequests.to(fixture);
      assertThat(requests.get("/healthz").status()).isEqualTo(200);
      RawSlackRequests.BotResponse unavailable = requests.get("/readyz");
      assertThat(unavailable.status()).isEqualTo(503);
      assertThat(unavailable.body())
          .contains("database: well", "slack: Slack does not answer", "provider: ")
          .doesNotContain("provider: well", fixture.sandbox().botToken());
      SandboxUsers users = fixture.sandboxUsers();
      users.types(REQUESTER, INCIDENTS, "/rollback help");
      IncidentConversation.isTold(users, REQUESTER, INCIDENTS, "is not known at the moment");

      // Readiness is cached for seconds; the incident doesn't wait for it.
      proxy.open(fixture.sandbox().address());
      IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
      incident.reads("4 of 5 done");

      proxy.shut();
      incident.presses(REQUESTER, "Done");
      await().until(() -> requests.get("/readyz").status() == 503);
      assertThat(incident.text()).doesNotContain("*Waiting for approval*");
      proxy.open(fixture.sandbox().address());
      incident.reads("*Waiting for approval*");
      incident.reads("is ready. Someone in");
      incident.saysOnce("is ready. Someone in");
      incident.approved();
      UsualRollback.toTheEnd(users, incident.channel());
      await().until(() -> requests.get("/readyz").status() == 200);
    }
  }

  @Test
  void while_slack_limits_the_rate_posts_wait_and_each_arrives_once() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      // Consent is refused while Slack can't say who is an approver.
      incident.approved();
      users.fault("slack-429", true);
      UsualRollback.check(users, incident.channel());
      incident.saysOnce("approved plan");
      incident.saysOnce("“Roll back gateway”: v42 → v41");
      incident.saysOnce("“Roll back planning-machine”: v17 → v16");
      incident.saysOnce("“Roll back UI Pages”");
      incident.saysOnce("Every check holds");
      assertThat(IncidentConversation.rollbacks(users)).hasSize(3);
    }
  }

  @Test
  void when_the_channel_is_archived_the_incident_continues_in_the_incidents_channel()
      throws Exception {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
      incident.reads("4 of 5 done");
      archive(fixture, incident.channel());
      incident.presses(REQUESTER, "Done");
      IncidentConversation there = new IncidentConversation(users, INCIDENTS);
      there.reads("*Waiting for approval*");
      there.reads("is ready. Someone in");
      there.approved();
      UsualRollback.toTheEnd(users, INCIDENTS);
      users.types(REQUESTER, INCIDENTS, "/rollback status inc-1");
      there.isTold(REQUESTER, "Resolved");
      there.saysOnce("# INC-1");
    }
  }

  @Test
  void an_unavailable_provider_is_reported_and_the_step_can_be_retried() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      users.fault("provider-down", true);
      IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
      incident.reads("[Read the provider again]");
      incident.reads("Cloudflare answered with a server error (HTTP 503).");
      users.fault("provider-down", false);
      incident.presses(REQUESTER, "Read the provider again");
      incident.reads("stands; it goes to approval");
      incident.presses(REQUESTER, "Again: Export logs for analysis");
      incident.reads("4 of 5 done");
      incident.presses(REQUESTER, "Done");
      String approve = incident.approve();
      users.fault("provider-down", true);
      incident.presses(APPROVER, approve);
      incident.reads("*Step 1");
      incident.reads("[Retry]");
      assertThat(IncidentConversation.rollbacks(users)).isEmpty();
      users.fault("provider-down", false);
      incident.presses(REQUESTER, "Retry");
      UsualRollback.toTheEnd(users, incident.channel());
      assertThat(IncidentConversation.rollbacks(users))
          .containsExactly("gateway", "planning-machine", "ui");
    }
  }

  @Test
  void after_a_lost_response_the_outcome_is_read_and_nothing_is_rolled_back_twice() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      users.fault("lose-answer-once", true);
      incident.approved();
      UsualRollback.check(users, incident.channel());
      assertThat(IncidentConversation.rollbacks(users))
          .containsExactly("gateway", "planning-machine", "ui");
    }
  }

  @Test
  void a_server_error_with_json_is_unknown_until_what_is_live_was_read() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      users.fault("server-error-once", true);
      incident.approved();
      incident.reads(
          "Cloudflare answered with a server error (HTTP 500): workers.api.error.unknown");
      incident.reads("gateway still runs v42 (read just now). The rollback may still take effect.");
      assertThat(incident.text()).doesNotContain("Nothing was changed", "Cloudflare refused");
      incident.reads("The rollback is not in effect: gateway runs v42 (read just now).");
      assertThat(incident.text()).doesNotContain("Nothing was changed", "Cloudflare refused");
      assertThat(IncidentConversation.rollbacks(users)).isEmpty();
      incident.presses(REQUESTER, "Retry");
      UsualRollback.check(users, incident.channel());
      assertThat(IncidentConversation.rollbacks(users))
          .containsExactly("gateway", "planning-machine", "ui");
    }
  }

  @Test
  void a_server_error_with_json_after_the_change_was_made_is_a_rollback() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      users.fault("server-error-done-once", true);
      incident.approved();
      UsualRollback.check(users, incident.channel());
      incident.saysOnce("“Roll back gateway”: v42 → v41");
      assertThat(incident.text()).doesNotContain("Nothing was changed", "did not work");
      assertThat(IncidentConversation.rollbacks(users))
          .containsExactly("gateway", "planning-machine", "ui");
    }
  }

  @Test
  void a_version_that_cannot_be_read_is_passed_over_and_named() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      users.fault("unreadable-version", true);
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.reads("v41 could not be read: passed over.");
      incident.reads("v42 → v40");
    }
  }

  @Test
  void a_deployment_after_the_plan_stops_the_rollback_until_a_new_plan_is_approved() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      String approve = incident.approve();
      users.fault("someone-deploys", true);
      incident.presses(APPROVER, approve);
      incident.reads("[New plan]");
      incident.reads("v43");
      assertThat(IncidentConversation.rollbacks(users)).isEmpty();
      incident.presses(REQUESTER, "New plan");
      incident.reads("*Waiting for approval*");
      String again = incident.approve();
      assertThat(again).isNotEqualTo(approve);
      incident.presses(REQUESTER, again);
      incident.isTold(REQUESTER, "You asked for this rollback");
      incident.presses(APPROVER, again);
      UsualRollback.toTheEnd(users, incident.channel());
      assertThat(incident.text()).contains("v43 → v41");
    }
  }

  private static void archive(SandboxFixture fixture, String channel) throws Exception {
    URI method = fixture.sandbox().slackApiUrl().resolve("conversations.archive");
    try (HttpClient http = HttpClient.newHttpClient()) {
      String response =
          http.send(
                  HttpRequest.newBuilder(method)
                      .header("Authorization", "Bearer " + fixture.sandbox().botToken())
                      .header("Content-Type", "application/x-www-form-urlencoded")
                      .POST(HttpRequest.BodyPublishers.ofString("channel=" + channel))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      assertThat(response).contains("\"ok\":true");
    }
  }
}
