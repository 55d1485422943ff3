package dev.rollbackbot.crash;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Slack is slow to say what people may do: what they do is acknowledged, kept, and decided later,
 * once. The directory answers only when the test lets it, so an acknowledgement did not wait for
 * it.
 */
final class AcknowledgedFirstTest extends SlowDirectory {
  private static final String DONE = "That is done now. The panel shows how it stands.";

  private List<String> approvals() throws SQLException {
    return column("select actor from incident_event where type = 'Approved'");
  }

  @Test
  void a_click_is_acknowledged_while_the_directory_is_slow_and_decided_once_when_it_answers()
      throws Exception {
    IncidentConversation incident = IncidentConversation.planned(users, 1);
    String approve = incident.approve();
    directoryIsSlow();
    assertThat(incident.presses(APPROVER, approve).getBoolean("ok")).isTrue();
    incident.isTold(APPROVER, RECEIVED);
    assertThat(approvals()).isEmpty();
    assertThat(waiting()).singleElement().asString().doesNotContain("token", "blocks\":[{");

    directoryAnswers();
    incident.isTold(APPROVER, DONE);
    UsualRollback.check(users, incident.channel());
    incident.saysOnce("approved plan");
    assertThat(approvals()).containsExactly(APPROVER);
    await().until(() -> waiting().isEmpty());
    assertThat(users.ephemerals(APPROVER, incident.channel()))
        .hasSize(2)
        .satisfiesExactly(
            first -> assertThat(first).contains(RECEIVED), last -> assertThat(last).contains(DONE));
    assertThat(instance.logs("/response/")).isFalse();
  }

  @Test
  void what_was_acknowledged_is_decided_after_a_kill_and_repeated_deliveries_change_nothing()
      throws Exception {
    IncidentConversation incident = IncidentConversation.planned(users, 1);
    String click =
        RawSlackRequests.click(APPROVER, incident.channel(), "approve", "1|" + incident.planHash());
    directoryIsSlow();
    assertThat(cluster.requests().posts(click).status()).isEqualTo(200);
    assertThat(cluster.requests().posts(click).status()).isEqualTo(200);
    incident.isTold(APPROVER, RECEIVED);
    assertThat(waiting()).hasSize(1);
    instance.kill();
    assertThat(approvals()).isEmpty();

    cluster.launch(_ -> false);
    incident.isTold(APPROVER, DONE);
    UsualRollback.check(users, incident.channel());
    assertThat(cluster.requests().posts(click).status()).isEqualTo(200);
    await().until(() -> waiting().isEmpty());
    incident.saysOnce("approved plan");
    assertThat(approvals()).containsExactly(APPROVER);
  }

  @Test
  void what_waited_too_long_is_not_done_and_the_person_is_told() throws Exception {
    IncidentConversation incident = IncidentConversation.planned(users, 1);
    directoryIsSlow();
    cluster
        .requests()
        .posts(
            RawSlackRequests.click(
                APPROVER, incident.channel(), "approve", "1|" + incident.planHash()));
    incident.isTold(APPROVER, RECEIVED);
    instance.kill();
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      long past = Duration.ofMinutes(11).toMillis();
      statement.executeUpdate("update waiting_payload set received_at = received_at - " + past);
    }

    cluster.launch(_ -> false);
    incident.isTold(APPROVER, "Not done: what you did a while ago could not be decided");
    await().until(() -> waiting().isEmpty());
    assertThat(approvals()).isEmpty();
    incident.presses(APPROVER, incident.approve());
    incident.reads("approved plan");
  }

  @Test
  void a_form_says_that_it_was_received_and_then_that_it_is_done() throws Exception {
    IncidentConversation incident = IncidentConversation.planned(users, 1);
    // The approvers were looked up when the incident began; of this person nothing is known yet.
    incident.presses(RESPONDER, "Cancel…");
    assertThat(users.modal(RESPONDER).toString()).contains("Cancel INC-1");
    directoryIsSlow();
    users.submits(RESPONDER, Map.of("text", ModalInput.text("The tiles are back")));
    assertThat(users.modal(RESPONDER).toString())
        .contains("Received, not decided yet")
        .contains(incident.channel());
    assertThat(incident.text()).doesNotContain("The tiles are back");

    directoryAnswers();
    incident.isTold(RESPONDER, DONE);
    incident.reads("The tiles are back");
    await()
        .untilAsserted(
            () -> assertThat(users.modal(RESPONDER).toString()).contains("That is done."));
    await().until(() -> waiting().isEmpty());
  }

  @Test
  void a_form_that_is_refused_later_gives_back_what_was_typed() throws Exception {
    IncidentConversation incident =
        IncidentConversation.declared(users, 1, Map.of("severity", "CRITICAL"));
    incident.reads("*Waiting for approval*");
    incident.presses(APPROVER, "Break glass…");
    assertThat(users.modal(APPROVER).toString()).contains("Why can't it wait");
    directoryIsSlow();
    users.submits(APPROVER, Map.of("text", ModalInput.text("Data is being lost")));
    assertThat(users.modal(APPROVER).toString()).contains("Received, not decided yet");
    cluster.sandbox().slackFaults().leaveGroups(APPROVER);

    directoryAnswers();
    await()
        .untilAsserted(() ->
            assertThat(users.messages(APPROVER, incident.channel()).toString())
                .contains("Only members of", "You had typed", "Data is being lost"));
    assertThat(users.modal(APPROVER).toString())
        .contains("Only members of", "You had typed", "Data is being lost");
    assertThat(column("select type from incident_event where type = 'BreakGlassUsed'")).isEmpty();
    await().until(() -> waiting().isEmpty());
  }

  @Test
  void what_a_person_does_next_waits_for_what_they_did_before() throws Exception {
    IncidentConversation incident = IncidentConversation.planned(users, 1);
    String approve = incident.approve();
    directoryIsSlow();
    incident.presses(APPROVER, approve);
    incident.isTold(APPROVER, RECEIVED);
    users.types(APPROVER, incident.channel(), "/rollback cancel a mistake");
    incident.isTold(APPROVER, "Received, not decided yet: what you did before comes first.");

    directoryAnswers();
    incident.reads("approved plan");
    await().until(() -> waiting().isEmpty());
    assertThat(approvals()).containsExactly(APPROVER);
  }

  @Test
  void a_click_that_waited_does_not_act_in_another_state_than_the_one_that_was_seen()
      throws Exception {
    IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
    incident.reads("4 of 5 done");
    directoryIsSlow();
    cluster.requests().posts(RawSlackRequests.click(RESPONDER, incident.channel(), "survey", "1"));
    incident.isTold(RESPONDER, RECEIVED);
    // The requester's roles are known.
    incident.presses(REQUESTER, "Done");
    incident.reads("*Waiting for approval*");

    directoryAnswers();
    incident.isTold(RESPONDER, "INC-1 has moved on since. Nothing was done.");
    await().until(() -> waiting().isEmpty());
  }
}
