package dev.rollbackbot.story;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.People.APPROVER;
import static dev.rollbackbot.story.People.INCIDENTS;
import static dev.rollbackbot.story.People.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Stage;
import dev.rollbackbot.sandbox.slack.state.SlackFaults;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Slack forgets, repeats, takes back and throws out: nothing is lost, nothing done twice. */
final class SlackAtItsWorstTest {
  @Test
  void a_token_that_is_revoked_stops_the_talk_until_it_is_put_right() {
    try (Stage stage = Stage.quick()) {
      Incident incident = Incident.declared(stage.people(), 1, Map.of());
      incident.reads("4 of 5 done");
      SlackFaults faults = stage.sandbox().slackFaults();
      Door door = new Door(stage.bot(), stage.sandbox().signingSecret());
      faults.revokeToken(true);
      incident.presses(REQUESTER, "Done");
      await()
          .untilAsserted(() ->
              assertThat(door.send(door.to("/readyz").GET()).body()).contains("token_revoked"));
      assertThat(incident.text()).doesNotContain("*Waiting for approval*");
      faults.revokeToken(false);
      incident.reads("*Waiting for approval*");
      incident.reads("is ready. Someone in");
      isSaidOnce(incident, "is ready. Someone in");
    }
  }

  @Test
  void a_bot_that_is_taken_out_of_the_channel_comes_back() {
    try (Stage stage = Stage.quick()) {
      Incident incident = Incident.declared(stage.people(), 1, Map.of());
      incident.reads("4 of 5 done");
      stage.sandbox().slackFaults().removeBot(incident.channel());
      incident.presses(REQUESTER, "Done");
      incident.reads("*Waiting for approval*");
      incident.reads("is ready. Someone in");
      isSaidOnce(incident, "is ready. Someone in");
      isSaidOnce(incident, "# INC-1");
    }
  }

  @Test
  void when_its_channel_is_deleted_the_conversation_goes_on_in_the_incidents_channel() {
    try (Stage stage = Stage.quick()) {
      Incident incident = Incident.declared(stage.people(), 1, Map.of());
      incident.reads("4 of 5 done");
      incident.presses(REQUESTER, "Done");
      String approve = incident.approve();
      stage.sandbox().slackFaults().delete(incident.channel());
      Incident there = new Incident(stage.people(), INCIDENTS);
      stage.people().types(REQUESTER, INCIDENTS, "/rollback status inc-1");
      there.isTold(REQUESTER, "Waiting for approval");
      Door door = new Door(stage.bot(), stage.sandbox().signingSecret());
      String hash = approve.replaceFirst("Approve plan ", "").strip();
      door.posts(Door.click(REQUESTER, INCIDENTS, "survey", "1"));
      there.reads("*Waiting for approval*");
      assertThat(there.approve()).contains(hash);
      there.approved();
      Story.toTheEnd(stage.people(), INCIDENTS);
      isSaidOnce(there, "# INC-1");
    }
  }

  @Test
  void an_acknowledgement_that_is_lost_over_http_brings_the_click_again_and_it_does_nothing()
      throws Exception {
    try (Stage stage = Stage.quick();
        Recorder recorder = new Recorder(stage.bot())) {
      Incident incident = Incident.planned(stage.people(), 1);
      stage.sandbox().deliverTo(recorder.address());
      recorder.losesAnswers(true);
      incident.approved();
      recorder.losesAnswers(false);
      Door door = new Door(stage.bot(), stage.sandbox().signingSecret());
      String click = recorder.bodies().getLast();
      assertThat(door.posts(click).status()).isEqualTo(200);
      Story.check(stage.people(), incident.channel());
      stage.restart();
      Door again = new Door(stage.bot(), stage.sandbox().signingSecret());
      assertThat(again.posts(click).status()).isEqualTo(200);
      wasRolledBackOnce(incident);
      assertThat(stage.people().whispers(APPROVER, incident.channel())).isEmpty();
    }
  }

  @Test
  void acknowledgements_that_are_lost_with_the_socket_bring_the_click_again_and_it_does_nothing() {
    try (Stage stage = Stage.quickSocket()) {
      Incident incident = Incident.planned(stage.people(), 1);
      String approve = incident.approve();
      stage.sandbox().slackFaults().loseAcknowledgements(1);
      incident.presses(APPROVER, approve);
      await().until(() -> stage.people().sees(REQUESTER).getString("transport").equals("socket"));
      Story.check(stage.people(), incident.channel());
      wasRolledBackOnce(incident);
    }
  }

  @Test
  void of_fifty_people_who_approve_at_once_one_does_and_each_other_is_told() {
    try (Stage stage = Stage.quick()) {
      List<String> crowd = stage.sandbox().slackFaults().join(50);
      Incident incident = Incident.planned(stage.people(), 1);
      String value = "1|" + hash(stage.people(), incident);
      Door door = new Door(stage.bot(), stage.sandbox().signingSecret());
      long asked = calls(stage, "usergroups.users.list");
      CountDownLatch go = new CountDownLatch(1);
      List<Thread> all =
          crowd.stream()
              .map(person ->
                  Thread.startVirtualThread(() -> {
                    try {
                      go.await();
                      door.posts(Door.click(person, incident.channel(), "approve", value));
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }))
              .toList();
      go.countDown();
      await().until(() -> all.stream().noneMatch(Thread::isAlive));
      await()
          .untilAsserted(() ->
              assertThat(crowd)
                  .filteredOn(p -> told(stage, incident, p))
                  .hasSize(crowd.size() - 1));
      assertThat(calls(stage, "usergroups.users.list") - asked).isLessThanOrEqualTo(2);
      Story.check(stage.people(), incident.channel());
      wasRolledBackOnce(incident);
    }
  }

  /** The hash of the plan that waits for approval, from its button. */
  private static String hash(People people, Incident incident) {
    incident.approve();
    Matcher approve =
        Pattern.compile("\"approve\".*?\"1\\|([0-9a-f]+)\"")
            .matcher(people.messages(REQUESTER, incident.channel()).toString());
    assertThat(approve.find()).isTrue();
    return approve.group(1);
  }

  private static boolean told(Stage stage, Incident incident, String person) {
    List<String> whispers = stage.people().whispers(person, incident.channel());
    return whispers.size() == 1;
  }

  private static long calls(Stage stage, String method) {
    return stage.people().inspect().getJsonArray("apiCalls").getValuesAs(JsonObject.class).stream()
        .filter(c -> c.getString("method").equals(method))
        .count();
  }

  private static void wasRolledBackOnce(Incident incident) {
    isSaidOnce(incident, "approved plan");
    isSaidOnce(incident, "“Roll back gateway”: v42 → v41");
    assertThat(Incident.rollbacks(incident.people()))
        .containsExactly("gateway", "planning-machine", "ui");
  }

  private static void isSaidOnce(Incident incident, String text) {
    assertThat(incident.text().split(Pattern.quote(text), -1))
        .as("“%s” once in\n%s", text, incident.text())
        .hasSize(2);
  }
}
