package dev.rollbackbot.story;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Slack or the provider is away, busy, or somebody else acts: nothing is lost, nothing twice. */
final class OutagesTest {
  @Test
  void it_starts_while_slack_and_the_provider_are_away_and_goes_on_when_they_are_back()
      throws Exception {
    try (SwitchableProxy switchableProxy = new SwitchableProxy();
        SandboxFixture sandboxFixture =
            SandboxFixture.quick(
                Path.of("manifest.yml"),
                sandbox ->
                    Map.of(
                        "SLACK_API_URL", switchableProxy.through(sandbox.slackApiUrl()),
                        "CLOUDFLARE_API_BASE_URL",
                            switchableProxy.through(sandbox.cloudflareApiUrl())))) {
      RawSlackRequests rawSlackRequests =
          new RawSlackRequests(sandboxFixture.bot(), sandboxFixture.sandbox().signingSecret());
      assertThat(rawSlackRequests.send(rawSlackRequests.to("/healthz").GET()).status())
          .isEqualTo(200);
      RawSlackRequests.BotResponse away =
          rawSlackRequests.send(rawSlackRequests.to("/readyz").GET());
      assertThat(away.status()).isEqualTo(503);
      assertThat(away.body())
          .contains("database: well", "slack: Slack does not answer", "provider: ")
          .doesNotContain("provider: well", sandboxFixture.sandbox().botToken());
      SandboxUsers sandboxUsers = sandboxFixture.sandboxUsers();
      sandboxUsers.types(REQUESTER, INCIDENTS, "/rollback help");
      IncidentConversation.isTold(sandboxUsers, REQUESTER, INCIDENTS, "is not known at the moment");

      switchableProxy.open(sandboxFixture.sandbox().address());
      await()
          .until(() -> rawSlackRequests.send(rawSlackRequests.to("/readyz").GET()).status() == 200);
      IncidentConversation incidentConversation =
          IncidentConversation.declared(sandboxUsers, 1, Map.of());
      incidentConversation.reads("4 of 5 done");

      switchableProxy.shut();
      incidentConversation.presses(REQUESTER, "Done");
      await()
          .until(() -> rawSlackRequests.send(rawSlackRequests.to("/readyz").GET()).status() == 503);
      assertThat(incidentConversation.text()).doesNotContain("*Waiting for approval*");
      switchableProxy.open(sandboxFixture.sandbox().address());
      incidentConversation.reads("*Waiting for approval*");
      incidentConversation.reads("is ready. Someone in");
      isSaidOnce(incidentConversation, "is ready. Someone in");
      incidentConversation.approved();
      UsualRollback.toTheEnd(sandboxUsers, incidentConversation.channel());
    }
  }

  @Test
  void while_slack_is_busy_posts_wait_and_each_arrives_once() {
    try (SandboxFixture sandboxFixture = SandboxFixture.quick()) {
      SandboxUsers sandboxUsers = sandboxFixture.sandboxUsers();
      IncidentConversation incidentConversation = IncidentConversation.planned(sandboxUsers, 1);
      String approve = incidentConversation.approve();
      sandboxUsers.fault("slack-429", true);
      incidentConversation.presses(APPROVER, approve);
      UsualRollback.check(sandboxUsers, incidentConversation.channel());
      isSaidOnce(incidentConversation, "approved plan");
      isSaidOnce(incidentConversation, "“Roll back gateway”: v42 → v41");
      isSaidOnce(incidentConversation, "“Roll back planning-machine”: v17 → v16");
      isSaidOnce(incidentConversation, "“Roll back UI Pages”");
      isSaidOnce(incidentConversation, "Every check holds");
      assertThat(IncidentConversation.rollbacks(sandboxUsers)).hasSize(3);
    }
  }

  @Test
  void when_its_channel_is_archived_the_conversation_goes_on_in_the_incidents_channel()
      throws Exception {
    try (SandboxFixture sandboxFixture = SandboxFixture.quick()) {
      SandboxUsers sandboxUsers = sandboxFixture.sandboxUsers();
      IncidentConversation incidentConversation =
          IncidentConversation.declared(sandboxUsers, 1, Map.of());
      incidentConversation.reads("4 of 5 done");
      archive(sandboxFixture, incidentConversation.channel());
      incidentConversation.presses(REQUESTER, "Done");
      IncidentConversation there = new IncidentConversation(sandboxUsers, INCIDENTS);
      there.reads("*Waiting for approval*");
      there.reads("is ready. Someone in");
      there.approved();
      UsualRollback.toTheEnd(sandboxUsers, INCIDENTS);
      sandboxUsers.types(REQUESTER, INCIDENTS, "/rollback status inc-1");
      there.isTold(REQUESTER, "Resolved");
      isSaidOnce(there, "# INC-1");
    }
  }

  @Test
  void a_provider_that_is_down_is_said_with_what_is_known_and_can_be_tried_again() {
    try (SandboxFixture sandboxFixture = SandboxFixture.quick()) {
      SandboxUsers sandboxUsers = sandboxFixture.sandboxUsers();
      sandboxUsers.fault("provider-down", true);
      IncidentConversation incidentConversation =
          IncidentConversation.declared(sandboxUsers, 1, Map.of());
      incidentConversation.reads("[Read the provider again]");
      incidentConversation.reads("Cloudflare itself is in trouble (HTTP 503).");
      sandboxUsers.fault("provider-down", false);
      incidentConversation.presses(REQUESTER, "Read the provider again");
      incidentConversation.reads("stands; it goes to approval");
      incidentConversation.presses(REQUESTER, "Again: Export logs for analysis");
      incidentConversation.reads("4 of 5 done");
      incidentConversation.presses(REQUESTER, "Done");
      String approve = incidentConversation.approve();
      sandboxUsers.fault("provider-down", true);
      incidentConversation.presses(APPROVER, approve);
      incidentConversation.reads("*Step 1");
      incidentConversation.reads("[Retry]");
      assertThat(IncidentConversation.rollbacks(sandboxUsers)).isEmpty();
      sandboxUsers.fault("provider-down", false);
      incidentConversation.presses(REQUESTER, "Retry");
      UsualRollback.toTheEnd(sandboxUsers, incidentConversation.channel());
      assertThat(IncidentConversation.rollbacks(sandboxUsers))
          .containsExactly("gateway", "planning-machine", "ui");
    }
  }

  @Test
  void an_answer_that_gets_lost_is_asked_for_and_nothing_is_rolled_back_twice() {
    try (SandboxFixture sandboxFixture = SandboxFixture.quick()) {
      SandboxUsers sandboxUsers = sandboxFixture.sandboxUsers();
      IncidentConversation incidentConversation = IncidentConversation.planned(sandboxUsers, 1);
      sandboxUsers.fault("lose-answer-once", true);
      incidentConversation.approved();
      UsualRollback.check(sandboxUsers, incidentConversation.channel());
      assertThat(IncidentConversation.rollbacks(sandboxUsers))
          .containsExactly("gateway", "planning-machine", "ui");
    }
  }

  @Test
  void when_someone_deploys_after_the_plan_it_stops_and_the_new_plan_is_approved_anew() {
    try (SandboxFixture sandboxFixture = SandboxFixture.quick()) {
      SandboxUsers sandboxUsers = sandboxFixture.sandboxUsers();
      IncidentConversation incidentConversation = IncidentConversation.planned(sandboxUsers, 1);
      String approve = incidentConversation.approve();
      sandboxUsers.fault("someone-deploys", true);
      incidentConversation.presses(APPROVER, approve);
      incidentConversation.reads("[New plan]");
      incidentConversation.reads("v43");
      assertThat(IncidentConversation.rollbacks(sandboxUsers)).isEmpty();
      incidentConversation.presses(REQUESTER, "New plan");
      incidentConversation.reads("*Waiting for approval*");
      String again = incidentConversation.approve();
      assertThat(again).isNotEqualTo(approve);
      incidentConversation.presses(REQUESTER, again);
      incidentConversation.isTold(REQUESTER, "You asked for this rollback");
      incidentConversation.presses(APPROVER, again);
      UsualRollback.toTheEnd(sandboxUsers, incidentConversation.channel());
      assertThat(incidentConversation.text()).contains("v43 → v41");
    }
  }

  private static void isSaidOnce(IncidentConversation incidentConversation, String text) {
    assertThat(incidentConversation.text().split(Pattern.quote(text), -1))
        .as("“%s” once in\n%s", text, incidentConversation.text())
        .hasSize(2);
  }

  private static void archive(SandboxFixture sandboxFixture, String channel) throws Exception {
    URI method = sandboxFixture.sandbox().slackApiUrl().resolve("conversations.archive");
    try (HttpClient http = HttpClient.newHttpClient()) {
      String answer =
          http.send(
                  HttpRequest.newBuilder(method)
                      .header("Authorization", "Bearer " + sandboxFixture.sandbox().botToken())
                      .header("Content-Type", "application/x-www-form-urlencoded")
                      .POST(HttpRequest.BodyPublishers.ofString("channel=" + channel))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      assertThat(answer).contains("\"ok\":true");
    }
  }
}
