package dev.rollbackbot.story;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.sandbox.slack.state.SlackFaults;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Slack forgets, repeats, takes back and throws out: nothing is lost, nothing done twice. */
final class SlackFailuresTest {
  @Test
  void a_token_that_is_revoked_stops_the_talk_until_it_is_put_right() {
    try (SandboxFixture sandboxFixture = SandboxFixture.quick()) {
      IncidentConversation incidentConversation =
          IncidentConversation.declared(sandboxFixture.sandboxUsers(), 1, Map.of());
      incidentConversation.reads("4 of 5 done");
      SlackFaults faults = sandboxFixture.sandbox().slackFaults();
      RawSlackRequests rawSlackRequests =
          new RawSlackRequests(sandboxFixture.bot(), sandboxFixture.sandbox().signingSecret());
      faults.revokeToken(true);
      incidentConversation.presses(REQUESTER, "Done");
      await()
          .untilAsserted(() ->
              assertThat(rawSlackRequests.send(rawSlackRequests.to("/readyz").GET()).body())
                  .contains("token_revoked"));
      assertThat(incidentConversation.text()).doesNotContain("*Waiting for approval*");
      faults.revokeToken(false);
      incidentConversation.reads("*Waiting for approval*");
      incidentConversation.reads("is ready. Someone in");
      isSaidOnce(incidentConversation, "is ready. Someone in");
    }
  }

  @Test
  void a_bot_that_is_taken_out_of_the_channel_comes_back() {
    try (SandboxFixture sandboxFixture = SandboxFixture.quick()) {
      IncidentConversation incidentConversation =
          IncidentConversation.declared(sandboxFixture.sandboxUsers(), 1, Map.of());
      incidentConversation.reads("4 of 5 done");
      sandboxFixture.sandbox().slackFaults().removeBot(incidentConversation.channel());
      incidentConversation.presses(REQUESTER, "Done");
      incidentConversation.reads("*Waiting for approval*");
      incidentConversation.reads("is ready. Someone in");
      isSaidOnce(incidentConversation, "is ready. Someone in");
      isSaidOnce(incidentConversation, "# INC-1");
    }
  }

  @Test
  void when_its_channel_is_deleted_the_conversation_goes_on_in_the_incidents_channel() {
    try (SandboxFixture sandboxFixture = SandboxFixture.quick()) {
      IncidentConversation incidentConversation =
          IncidentConversation.declared(sandboxFixture.sandboxUsers(), 1, Map.of());
      incidentConversation.reads("4 of 5 done");
      incidentConversation.presses(REQUESTER, "Done");
      String approve = incidentConversation.approve();
      sandboxFixture.sandbox().slackFaults().delete(incidentConversation.channel());
      IncidentConversation there =
          new IncidentConversation(sandboxFixture.sandboxUsers(), INCIDENTS);
      sandboxFixture.sandboxUsers().types(REQUESTER, INCIDENTS, "/rollback status inc-1");
      there.isTold(REQUESTER, "Waiting for approval");
      RawSlackRequests rawSlackRequests =
          new RawSlackRequests(sandboxFixture.bot(), sandboxFixture.sandbox().signingSecret());
      String hash = approve.replaceFirst("Approve plan ", "").strip();
      rawSlackRequests.posts(RawSlackRequests.click(REQUESTER, INCIDENTS, "survey", "1"));
      there.reads("*Waiting for approval*");
      assertThat(there.approve()).contains(hash);
      there.approved();
      UsualRollback.toTheEnd(sandboxFixture.sandboxUsers(), INCIDENTS);
      isSaidOnce(there, "# INC-1");
    }
  }

  @Test
  void an_acknowledgement_that_is_lost_over_http_brings_the_click_again_and_it_does_nothing()
      throws Exception {
    try (SandboxFixture sandboxFixture = SandboxFixture.quick();
        RecordingDeliveryProxy recordingDeliveryProxy =
            new RecordingDeliveryProxy(sandboxFixture.bot())) {
      IncidentConversation incidentConversation =
          IncidentConversation.planned(sandboxFixture.sandboxUsers(), 1);
      sandboxFixture.sandbox().deliverTo(recordingDeliveryProxy.address());
      recordingDeliveryProxy.losesAnswers(true);
      incidentConversation.approved();
      recordingDeliveryProxy.losesAnswers(false);
      RawSlackRequests rawSlackRequests =
          new RawSlackRequests(sandboxFixture.bot(), sandboxFixture.sandbox().signingSecret());
      String click = recordingDeliveryProxy.bodies().getLast();
      assertThat(rawSlackRequests.posts(click).status()).isEqualTo(200);
      UsualRollback.check(sandboxFixture.sandboxUsers(), incidentConversation.channel());
      sandboxFixture.restart();
      RawSlackRequests again =
          new RawSlackRequests(sandboxFixture.bot(), sandboxFixture.sandbox().signingSecret());
      assertThat(again.posts(click).status()).isEqualTo(200);
      wasRolledBackOnce(incidentConversation);
      assertThat(sandboxFixture.sandboxUsers().whispers(APPROVER, incidentConversation.channel()))
          .isEmpty();
    }
  }

  @Test
  void acknowledgements_that_are_lost_with_the_socket_bring_the_click_again_and_it_does_nothing() {
    try (SandboxFixture sandboxFixture = SandboxFixture.quickSocket()) {
      IncidentConversation incidentConversation =
          IncidentConversation.planned(sandboxFixture.sandboxUsers(), 1);
      String approve = incidentConversation.approve();
      sandboxFixture.sandbox().slackFaults().loseAcknowledgements(1);
      incidentConversation.presses(APPROVER, approve);
      await()
          .until(() ->
              sandboxFixture
                  .sandboxUsers()
                  .sees(REQUESTER)
                  .getString("transport")
                  .equals("socket"));
      UsualRollback.check(sandboxFixture.sandboxUsers(), incidentConversation.channel());
      wasRolledBackOnce(incidentConversation);
    }
  }

  @Test
  void of_fifty_people_who_approve_at_once_one_does_and_each_other_is_told() {
    try (SandboxFixture sandboxFixture = SandboxFixture.quick()) {
      List<String> crowd = sandboxFixture.sandbox().slackFaults().join(50);
      IncidentConversation incidentConversation =
          IncidentConversation.planned(sandboxFixture.sandboxUsers(), 1);
      String value = "1|" + hash(sandboxFixture.sandboxUsers(), incidentConversation);
      RawSlackRequests rawSlackRequests =
          new RawSlackRequests(sandboxFixture.bot(), sandboxFixture.sandbox().signingSecret());
      long asked = calls(sandboxFixture, "usergroups.users.list");
      CountDownLatch go = new CountDownLatch(1);
      List<Thread> all =
          crowd.stream()
              .map(person ->
                  Thread.startVirtualThread(() -> {
                    try {
                      go.await();
                      rawSlackRequests.posts(
                          RawSlackRequests.click(
                              person, incidentConversation.channel(), "approve", value));
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
                  .filteredOn(p -> told(sandboxFixture, incidentConversation, p))
                  .hasSize(crowd.size() - 1));
      assertThat(calls(sandboxFixture, "usergroups.users.list") - asked).isLessThanOrEqualTo(2);
      UsualRollback.check(sandboxFixture.sandboxUsers(), incidentConversation.channel());
      wasRolledBackOnce(incidentConversation);
    }
  }

  /** The hash of the plan that waits for approval, from its button. */
  private static String hash(SandboxUsers sandboxUsers, IncidentConversation incidentConversation) {
    incidentConversation.approve();
    Matcher approve =
        Pattern.compile("\"approve\".*?\"1\\|([0-9a-f]+)\"")
            .matcher(sandboxUsers.messages(REQUESTER, incidentConversation.channel()).toString());
    assertThat(approve.find()).isTrue();
    return approve.group(1);
  }

  private static boolean told(
      SandboxFixture sandboxFixture, IncidentConversation incidentConversation, String person) {
    List<String> whispers =
        sandboxFixture.sandboxUsers().whispers(person, incidentConversation.channel());
    return whispers.size() == 1;
  }

  private static long calls(SandboxFixture sandboxFixture, String method) {
    return sandboxFixture
        .sandboxUsers()
        .inspect()
        .getJsonArray("apiCalls")
        .getValuesAs(JsonObject.class)
        .stream()
        .filter(c -> c.getString("method").equals(method))
        .count();
  }

  private static void wasRolledBackOnce(IncidentConversation incidentConversation) {
    isSaidOnce(incidentConversation, "approved plan");
    isSaidOnce(incidentConversation, "“Roll back gateway”: v42 → v41");
    assertThat(IncidentConversation.rollbacks(incidentConversation.sandboxUsers()))
        .containsExactly("gateway", "planning-machine", "ui");
  }

  private static void isSaidOnce(IncidentConversation incidentConversation, String text) {
    assertThat(incidentConversation.text().split(Pattern.quote(text), -1))
        .as("“%s” once in\n%s", text, incidentConversation.text())
        .hasSize(2);
  }
}
