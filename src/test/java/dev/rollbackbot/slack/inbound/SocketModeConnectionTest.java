package dev.rollbackbot.slack.inbound;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.slack.SlackAdapterFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketModeConnectionTest {
  private SlackAdapterFixture slackAdapterFixture;

  @BeforeEach
  void start() throws Exception {
    slackAdapterFixture = new SlackAdapterFixture();
  }

  @AfterEach
  void stop() {
    slackAdapterFixture.close();
  }

  private void connected() {
    await()
        .untilAsserted(() -> assertThat(slackAdapterFixture.slack.transport()).isEqualTo("socket"));
  }

  @Test
  void a_command_over_the_socket_is_answered() {
    slackAdapterFixture.inbound.connect();
    connected();
    assertThat(slackAdapterFixture.slash(SlackAdapterFixture.REQUESTER, "help").getBoolean("ok"))
        .isTrue();
    assertThat(slackAdapterFixture.asides(SlackAdapterFixture.REQUESTER).getLast())
        .contains("what is going on");
  }

  @Test
  void a_submission_that_closes_its_modal_is_acknowledged_over_the_socket() {
    slackAdapterFixture.inbound.connect();
    connected();
    slackAdapterFixture.slash(SlackAdapterFixture.REQUESTER, "shop");
    slackAdapterFixture.submit(
        SlackAdapterFixture.REQUESTER,
        slackAdapterFixture.views(SlackAdapterFixture.REQUESTER).getLast(),
        "{}");
    assertThat(slackAdapterFixture.views(SlackAdapterFixture.REQUESTER)).isEmpty();
    assertThat(slackAdapterFixture.inMemoryIncidents.openIncidents()).hasSize(1);
  }

  @Test
  void it_goes_on_after_slack_asks_for_a_new_connection() {
    slackAdapterFixture.inbound.connect();
    connected();
    slackAdapterFixture.slack.disconnectSockets("refresh_requested");
    await()
        .until(() ->
            slackAdapterFixture.slash(SlackAdapterFixture.REQUESTER, "list").getBoolean("ok"));
  }

  @Test
  void it_connects_once_slack_is_back() {
    slackAdapterFixture.throttled.set(true);
    slackAdapterFixture.inbound.connect();
    await().until(() -> slackAdapterFixture.calls().contains("apps.connections.open"));
    slackAdapterFixture.throttled.set(false);
    connected();
  }

  @Test
  void closing_ends_the_connection() {
    slackAdapterFixture.inbound.connect();
    connected();
    slackAdapterFixture.inbound.close();
    await()
        .untilAsserted(() -> assertThat(slackAdapterFixture.slack.transport()).isEqualTo("http"));
  }
}
