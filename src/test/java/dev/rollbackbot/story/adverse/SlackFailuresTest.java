package dev.rollbackbot.story.adverse;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.sandbox.slack.state.SlackFaults;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.RecordingDeliveryProxy;
import dev.rollbackbot.story.fixture.UsualRollback;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Slack revokes, removes, deletes and redelivers: nothing is lost, nothing happens twice. */
final class SlackFailuresTest {
  @Test
  void with_a_revoked_token_messages_wait_until_it_is_valid_again() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      IncidentConversation incident =
          IncidentConversation.declared(fixture.sandboxUsers(), 1, Map.of());
      incident.reads("4 of 5 done");
      SlackFaults faults = fixture.sandbox().slackFaults();
      RawSlackRequests requests = RawSlackRequests.to(fixture);
      faults.revokeToken(true);
      incident.presses(REQUESTER, "Done");
      await()
          .untilAsserted(() ->
              assertThat(requests.get("/readyz").body())
                  .contains("token_revoked", "install the app again", "(since "));
      assertThat(requests.get("/readyz").status()).isEqualTo(503);
      assertThat(incident.text()).doesNotContain("*Waiting for approval*");
      faults.revokeToken(false);
      incident.reads("*Waiting for approval*");
      incident.reads("is ready. Someone in");
      incident.saysOnce("is ready. Someone in");
    }
  }

  @Test
  void a_bot_that_was_removed_from_the_channel_joins_it_again() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      IncidentConversation incident =
          IncidentConversation.declared(fixture.sandboxUsers(), 1, Map.of());
      incident.reads("4 of 5 done");
      fixture.sandbox().slackFaults().removeBot(incident.channel());
      incident.presses(REQUESTER, "Done");
      incident.reads("*Waiting for approval*");
      incident.reads("is ready. Someone in");
      incident.saysOnce("is ready. Someone in");
      incident.saysOnce("# INC-1");
    }
  }

  @Test
  void when_the_channel_is_deleted_the_incident_continues_in_the_incidents_channel() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      IncidentConversation incident =
          IncidentConversation.declared(fixture.sandboxUsers(), 1, Map.of());
      incident.reads("4 of 5 done");
      incident.presses(REQUESTER, "Done");
      String approve = incident.approve();
      fixture.sandbox().slackFaults().delete(incident.channel());
      IncidentConversation there = new IncidentConversation(fixture.sandboxUsers(), INCIDENTS);
      fixture.sandboxUsers().types(REQUESTER, INCIDENTS, "/rollback status inc-1");
      there.isTold(REQUESTER, "Waiting for approval");
      RawSlackRequests requests = RawSlackRequests.to(fixture);
      String hash = approve.replaceFirst("Approve plan ", "").strip();
      requests.posts(RawSlackRequests.click(REQUESTER, INCIDENTS, "survey", "1"));
      there.reads("*Waiting for approval*");
      assertThat(there.approve()).contains(hash);
      there.approved();
      UsualRollback.toTheEnd(fixture.sandboxUsers(), INCIDENTS);
      there.saysOnce("# INC-1");
    }
  }

  @Test
  void after_a_lost_acknowledgement_over_http_the_repeated_click_has_no_effect() throws Exception {
    try (SandboxFixture fixture = SandboxFixture.quick();
        RecordingDeliveryProxy proxy = new RecordingDeliveryProxy(fixture.bot())) {
      IncidentConversation incident = IncidentConversation.planned(fixture.sandboxUsers(), 1);
      fixture.sandbox().deliverTo(proxy.address());
      proxy.dropResponses(true);
      incident.approved();
      proxy.dropResponses(false);
      RawSlackRequests requests = RawSlackRequests.to(fixture);
      String click = proxy.bodies().getLast();
      assertThat(requests.posts(click).status()).isEqualTo(200);
      UsualRollback.check(fixture.sandboxUsers(), incident.channel());
      fixture.restart();
      RawSlackRequests again = RawSlackRequests.to(fixture);
      assertThat(again.posts(click).status()).isEqualTo(200);
      assertRolledBackOnce(incident);
      assertThat(fixture.sandboxUsers().ephemerals(APPROVER, incident.channel())).isEmpty();
    }
  }

  @Test
  void after_a_lost_acknowledgement_over_socket_mode_the_repeated_click_has_no_effect() {
    try (SandboxFixture fixture = SandboxFixture.quickSocket()) {
      IncidentConversation incident = IncidentConversation.planned(fixture.sandboxUsers(), 1);
      String approve = incident.approve();
      fixture.sandbox().slackFaults().loseAcknowledgements(1);
      incident.presses(APPROVER, approve);
      await()
          .until(
              () -> fixture.sandboxUsers().sees(REQUESTER).getString("transport").equals("socket"));
      UsualRollback.check(fixture.sandboxUsers(), incident.channel());
      assertRolledBackOnce(incident);
    }
  }

  @Test
  void of_fifty_simultaneous_approvals_one_counts_and_the_others_get_a_reply() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      List<String> crowd = fixture.sandbox().slackFaults().join(50);
      IncidentConversation incident = IncidentConversation.planned(fixture.sandboxUsers(), 1);
      String value = "1|" + incident.planHash();
      RawSlackRequests requests = RawSlackRequests.to(fixture);
      long before = calls(fixture, "usergroups.users.list");
      CountDownLatch go = new CountDownLatch(1);
      List<Thread> all =
          crowd.stream()
              .map(person ->
                  Thread.startVirtualThread(() -> {
                    try {
                      go.await();
                      requests.posts(
                          RawSlackRequests.click(person, incident.channel(), "approve", value));
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
                  .filteredOn(p -> incident.users().ephemerals(p, incident.channel()).size() == 1)
                  .hasSize(crowd.size() - 1));
      // Consent is not answered from a cache, but those who ask at once share the calls.
      assertThat(calls(fixture, "usergroups.users.list") - before).isLessThan(20);
      UsualRollback.check(fixture.sandboxUsers(), incident.channel());
      assertRolledBackOnce(incident);
    }
  }

  private static long calls(SandboxFixture fixture, String method) {
    return fixture
        .sandboxUsers()
        .inspect()
        .getJsonArray("apiCalls")
        .getValuesAs(JsonObject.class)
        .stream()
        .filter(c -> c.getString("method").equals(method))
        .count();
  }

  private static void assertRolledBackOnce(IncidentConversation incident) {
    incident.saysOnce("approved plan");
    incident.saysOnce("“Roll back gateway”: v42 → v41");
    assertThat(IncidentConversation.rollbacks(incident.users()))
        .containsExactly("gateway", "planning-machine", "ui");
  }
}
