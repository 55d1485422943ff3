package dev.rollbackbot.slack.inbound.socket;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.slack.SlackAdapterFixture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SocketModeConnectionTest {
  private SlackAdapterFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new SlackAdapterFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private void awaitConnected() {
    await().untilAsserted(() -> assertThat(fixture.slack.transport()).isEqualTo("socket"));
  }

  @Test
  void a_command_over_the_socket_gets_a_reply() {
    fixture.inbound.connect();
    awaitConnected();
    assertThat(fixture.slash(SlackAdapterFixture.REQUESTER, "help").getBoolean("ok")).isTrue();
    assertThat(fixture.ephemerals(SlackAdapterFixture.REQUESTER).getLast())
        .contains("what is going on");
  }

  @Test
  void a_submission_that_closes_its_modal_is_acknowledged_over_the_socket() {
    fixture.inbound.connect();
    awaitConnected();
    fixture.slash(SlackAdapterFixture.REQUESTER, "shop");
    fixture.submit(
        SlackAdapterFixture.REQUESTER,
        fixture.views(SlackAdapterFixture.REQUESTER).getLast(),
        "{}");
    assertThat(fixture.views(SlackAdapterFixture.REQUESTER)).isEmpty();
    assertThat(fixture.incidents.openIncidents()).hasSize(1);
  }

  @Test
  void it_reconnects_when_slack_asks_for_a_new_connection() {
    fixture.inbound.connect();
    awaitConnected();
    fixture.slack.disconnectSockets("refresh_requested");
    await().until(() -> fixture.slash(SlackAdapterFixture.REQUESTER, "list").getBoolean("ok"));
  }

  @Test
  void it_connects_when_slack_is_available_again() {
    fixture.throttled.set(true);
    fixture.inbound.connect();
    await().until(() -> fixture.calls().contains("apps.connections.open"));
    fixture.throttled.set(false);
    awaitConnected();
  }

  @Test
  void what_keeps_clicks_from_arriving_is_a_problem_until_it_is_over() {
    fixture.throttled.set(true);
    fixture.inbound.connect();
    await().until(() -> fixture.inbound.socketProblem().filter(p -> !p.lasting()).isPresent());
    assertThat(fixture.inbound.socketProblem().orElseThrow().text())
        .contains("no live connection to Slack");
    fixture.throttled.set(false);
    await().until(() -> fixture.inbound.socketProblem().isEmpty());
    fixture.slack.disconnectSockets("too_many_websockets");
    await().until(() -> fixture.inbound.socketProblem().filter(p -> p.lasting()).isPresent());
    assertThat(fixture.inbound.socketProblem().orElseThrow().text())
        .contains("stop other bots that use this SLACK_APP_TOKEN");
  }

  @Test
  void a_message_that_is_too_large_is_refused_and_the_next_ones_are_handled() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(SlackSocket.class);
    log.start();
    logger.addAppender(log);
    try {
      fixture.inbound.connect();
      awaitConnected();
      String large = "x".repeat(InboundLimits.defaults().bodyBytes());
      Thread delivery =
          Thread.startVirtualThread(() -> fixture.slash(SlackAdapterFixture.REQUESTER, large));
      await()
          .untilAsserted(() ->
              assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage))
                  .anyMatch(line -> line.contains("message of Slack refused")));
      // Slack delivers the large one again, and what is sent just before that may be lost each
      // time.
      AtomicBoolean handled = new AtomicBoolean();
      await()
          .until(() -> {
            Thread.startVirtualThread(() -> {
              if (fixture.slash(SlackAdapterFixture.REQUESTER, "list").getBoolean("ok")) {
                handled.set(true);
              }
            });
            return handled.get();
          });
      delivery.interrupt();
    } finally {
      logger.detachAppender(log);
    }
  }

  @Test
  void closing_ends_the_connection() {
    fixture.inbound.connect();
    awaitConnected();
    fixture.inbound.close();
    await().untilAsserted(() -> assertThat(fixture.slack.transport()).isEqualTo("http"));
  }
}
