package dev.rollbackbot.slack;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketTest {
  private Rig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new Rig();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private void connected() {
    await().untilAsserted(() -> assertThat(rig.slack.transport()).isEqualTo("socket"));
  }

  @Test
  void a_command_over_the_socket_is_answered() {
    rig.inbound.connect();
    connected();
    assertThat(rig.slash(Rig.REQUESTER, "help").getBoolean("ok")).isTrue();
    assertThat(rig.asides(Rig.REQUESTER).getLast()).contains("what is going on");
  }

  @Test
  void a_submission_that_closes_its_modal_is_acknowledged_over_the_socket() {
    rig.inbound.connect();
    connected();
    rig.slash(Rig.REQUESTER, "shop");
    rig.submit(Rig.REQUESTER, rig.views(Rig.REQUESTER).getLast(), "{}");
    assertThat(rig.views(Rig.REQUESTER)).isEmpty();
    assertThat(rig.memory.open()).hasSize(1);
  }

  @Test
  void it_goes_on_after_slack_asks_for_a_new_connection() {
    rig.inbound.connect();
    connected();
    rig.slack.disconnectSockets("refresh_requested");
    await().until(() -> rig.slash(Rig.REQUESTER, "list").getBoolean("ok"));
  }

  @Test
  void it_connects_once_slack_is_back() {
    rig.throttled.set(true);
    rig.inbound.connect();
    await().until(() -> rig.calls().contains("apps.connections.open"));
    rig.throttled.set(false);
    connected();
  }

  @Test
  void closing_ends_the_connection() {
    rig.inbound.connect();
    connected();
    rig.inbound.close();
    await().untilAsserted(() -> assertThat(rig.slack.transport()).isEqualTo("http"));
  }
}
