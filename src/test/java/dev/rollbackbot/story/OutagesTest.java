package dev.rollbackbot.story;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.People.APPROVER;
import static dev.rollbackbot.story.People.INCIDENTS;
import static dev.rollbackbot.story.People.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Stage;
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
    try (Gate gate = new Gate();
        Stage stage =
            Stage.quick(
                Path.of("manifest.yml"),
                sandbox ->
                    Map.of(
                        "SLACK_API_URL", gate.through(sandbox.slackApiUrl()),
                        "CLOUDFLARE_API_BASE_URL", gate.through(sandbox.cloudflareApiUrl())))) {
      Door door = new Door(stage.bot(), stage.sandbox().signingSecret());
      assertThat(door.send(door.to("/healthz").GET()).status()).isEqualTo(200);
      Door.Answer away = door.send(door.to("/readyz").GET());
      assertThat(away.status()).isEqualTo(503);
      assertThat(away.body())
          .contains("database: well", "slack: Slack does not answer", "provider: ")
          .doesNotContain("provider: well", stage.sandbox().botToken());
      People people = stage.people();
      people.types(REQUESTER, INCIDENTS, "/rollback help");
      Incident.isTold(people, REQUESTER, INCIDENTS, "is not known at the moment");

      gate.open(stage.sandbox().address());
      await().until(() -> door.send(door.to("/readyz").GET()).status() == 200);
      Incident incident = Incident.declared(people, 1, Map.of());
      incident.reads("4 of 5 done");

      gate.shut();
      incident.presses(REQUESTER, "Done");
      await().until(() -> door.send(door.to("/readyz").GET()).status() == 503);
      assertThat(incident.text()).doesNotContain("*Waiting for approval*");
      gate.open(stage.sandbox().address());
      incident.reads("*Waiting for approval*");
      incident.reads("is ready. Someone in");
      isSaidOnce(incident, "is ready. Someone in");
      incident.approved();
      Story.toTheEnd(people, incident.channel());
    }
  }

  @Test
  void while_slack_is_busy_posts_wait_and_each_arrives_once() {
    try (Stage stage = Stage.quick()) {
      People people = stage.people();
      Incident incident = Incident.planned(people, 1);
      String approve = incident.approve();
      people.fault("slack-429", true);
      incident.presses(APPROVER, approve);
      Story.check(people, incident.channel());
      isSaidOnce(incident, "approved plan");
      isSaidOnce(incident, "“Roll back gateway”: v42 → v41");
      isSaidOnce(incident, "“Roll back planning-machine”: v17 → v16");
      isSaidOnce(incident, "“Roll back UI Pages”");
      isSaidOnce(incident, "Every check holds");
      assertThat(Incident.rollbacks(people)).hasSize(3);
    }
  }

  @Test
  void when_its_channel_is_archived_the_conversation_goes_on_in_the_incidents_channel()
      throws Exception {
    try (Stage stage = Stage.quick()) {
      People people = stage.people();
      Incident incident = Incident.declared(people, 1, Map.of());
      incident.reads("4 of 5 done");
      archive(stage, incident.channel());
      incident.presses(REQUESTER, "Done");
      Incident there = new Incident(people, INCIDENTS);
      there.reads("*Waiting for approval*");
      there.reads("is ready. Someone in");
      there.approved();
      Story.toTheEnd(people, INCIDENTS);
      people.types(REQUESTER, INCIDENTS, "/rollback status inc-1");
      there.isTold(REQUESTER, "Resolved");
      isSaidOnce(there, "# INC-1");
    }
  }

  @Test
  void a_provider_that_is_down_is_said_with_what_is_known_and_can_be_tried_again() {
    try (Stage stage = Stage.quick()) {
      People people = stage.people();
      people.fault("provider-down", true);
      Incident incident = Incident.declared(people, 1, Map.of());
      incident.reads("[Read the provider again]");
      incident.reads("Cloudflare itself is in trouble (HTTP 503).");
      people.fault("provider-down", false);
      incident.presses(REQUESTER, "Read the provider again");
      incident.reads("stands; it goes to approval");
      incident.presses(REQUESTER, "Again: Export logs for analysis");
      incident.reads("4 of 5 done");
      incident.presses(REQUESTER, "Done");
      String approve = incident.approve();
      people.fault("provider-down", true);
      incident.presses(APPROVER, approve);
      incident.reads("*Step 1");
      incident.reads("[Retry]");
      assertThat(Incident.rollbacks(people)).isEmpty();
      people.fault("provider-down", false);
      incident.presses(REQUESTER, "Retry");
      Story.toTheEnd(people, incident.channel());
      assertThat(Incident.rollbacks(people)).containsExactly("gateway", "planning-machine", "ui");
    }
  }

  @Test
  void an_answer_that_gets_lost_is_asked_for_and_nothing_is_rolled_back_twice() {
    try (Stage stage = Stage.quick()) {
      People people = stage.people();
      Incident incident = Incident.planned(people, 1);
      people.fault("lose-answer-once", true);
      incident.approved();
      Story.check(people, incident.channel());
      assertThat(Incident.rollbacks(people)).containsExactly("gateway", "planning-machine", "ui");
    }
  }

  @Test
  void when_someone_deploys_after_the_plan_it_stops_and_the_new_plan_is_approved_anew() {
    try (Stage stage = Stage.quick()) {
      People people = stage.people();
      Incident incident = Incident.planned(people, 1);
      String approve = incident.approve();
      people.fault("someone-deploys", true);
      incident.presses(APPROVER, approve);
      incident.reads("[New plan]");
      incident.reads("v43");
      assertThat(Incident.rollbacks(people)).isEmpty();
      incident.presses(REQUESTER, "New plan");
      incident.reads("*Waiting for approval*");
      String again = incident.approve();
      assertThat(again).isNotEqualTo(approve);
      incident.presses(REQUESTER, again);
      incident.isTold(REQUESTER, "You asked for this rollback");
      incident.presses(APPROVER, again);
      Story.toTheEnd(people, incident.channel());
      assertThat(incident.text()).contains("v43 → v41");
    }
  }

  private static void isSaidOnce(Incident incident, String text) {
    assertThat(incident.text().split(Pattern.quote(text), -1))
        .as("“%s” once in\n%s", text, incident.text())
        .hasSize(2);
  }

  private static void archive(Stage stage, String channel) throws Exception {
    URI method = stage.sandbox().slackApiUrl().resolve("conversations.archive");
    try (HttpClient http = HttpClient.newHttpClient()) {
      String answer =
          http.send(
                  HttpRequest.newBuilder(method)
                      .header("Authorization", "Bearer " + stage.sandbox().botToken())
                      .header("Content-Type", "application/x-www-form-urlencoded")
                      .POST(HttpRequest.BodyPublishers.ofString("channel=" + channel))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      assertThat(answer).contains("\"ok\":true");
    }
  }
}
