package dev.rollbackbot.sandbox.slack.delivery;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.sandbox.slack.SlackFixture.field;
import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.bolt.App;
import com.slack.api.bolt.AppConfig;
import com.slack.api.bolt.socket_mode.SocketModeApp;
import com.slack.api.socket_mode.SocketModeClient;
import com.slack.api.socket_mode.request.SlashCommandsEnvelope;
import com.slack.api.socket_mode.response.AckResponse;
import com.slack.api.socket_mode.response.MessagePayload;
import com.slack.api.socket_mode.response.MessageResponse;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.SlackFixture;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketModeTest {
  private SlackFixture slack;

  @BeforeEach
  void start() throws Exception {
    slack = new SlackFixture();
  }

  @AfterEach
  void stop() {
    slack.close();
  }

  private SocketModeClient connected() throws Exception {
    SocketModeClient client =
        slack.sdk.socketMode(slack.slack.appToken(), SocketModeClient.Backend.JavaWebSocket);
    client.connect();
    await().untilAsserted(() -> assertThat(slack.slack.transport()).isEqualTo("socket"));
    return client;
  }

  @Test
  void the_server_sends_hello_with_its_debug_info() throws Exception {
    Queue<String> frames = new ConcurrentLinkedQueue<>();
    try (SocketModeClient client =
        slack.sdk.socketMode(slack.slack.appToken(), SocketModeClient.Backend.JavaWebSocket)) {
      client.addWebSocketMessageListener(frames::add);
      client.connect();
      await().until(() -> !frames.isEmpty());
      JsonObject hello = JsonHelper.parseObject(frames.element()).orElseThrow();
      assertThat(hello.getString("type")).isEqualTo("hello");
      assertThat(hello.getInt("num_connections")).isEqualTo(1);
      assertThat(hello.getJsonObject("connection_info").getString("app_id")).isEqualTo("A0SANDBOX");
      assertThat(hello.getJsonObject("debug_info").getInt("approximate_connection_time"))
          .isPositive();
    }
    await().untilAsserted(() -> assertThat(slack.slack.transport()).isEqualTo("http"));
  }

  @Test
  void a_command_is_delivered_and_its_answer_is_shown() throws Exception {
    try (SocketModeClient client = connected()) {
      client.addSlashCommandsEnvelopeListener(envelope ->
          client.sendSocketModeResponse(
              MessageResponse.builder()
                  .envelopeId(envelope.getEnvelopeId())
                  .payload(MessagePayload.builder().text("over the wire").build())
                  .build()));
      assertThat(slack.slash("/rollback help").getBoolean("ok")).isTrue();
    }
    assertThat(
            slack
                .slack
                .state(SlackFixture.REQUESTER)
                .getJsonObject("messages")
                .getJsonArray("C0INCIDENTS")
                .toString())
        .contains("over the wire");
    assertThat(slack.bot.gotNothing()).isTrue();
  }

  @Test
  void an_envelope_without_acknowledgement_is_sent_again() throws Exception {
    List<SlashCommandsEnvelope> got = new CopyOnWriteArrayList<>();
    try (SocketModeClient client = connected()) {
      client.addSlashCommandsEnvelopeListener(envelope -> {
        got.add(envelope);
        if (got.size() == 2) {
          client.sendSocketModeResponse(
              AckResponse.builder().envelopeId(envelope.getEnvelopeId()).build());
        }
      });
      assertThat(slack.slash("/rollback factory").getBoolean("ok")).isTrue();
      assertThat(got).hasSize(2);
      assertThat(got.getFirst().getRetryAttempt()).isNull();
      assertThat(got.getLast().getRetryAttempt()).isEqualTo(1);
      assertThat(got.getLast().getRetryReason()).isEqualTo("timeout");
      assertThat(got.getLast().getPayload()).isEqualTo(got.getFirst().getPayload());
      assertThat(got.getLast().getEnvelopeId()).isNotEqualTo(got.getFirst().getEnvelopeId());
    }
  }

  @Test
  void without_any_acknowledgement_the_user_sees_a_timeout() throws Exception {
    slack.close();
    slack = new SlackFixture(SlackFixture.SHORT_LIMIT);
    try (SocketModeClient client = connected()) {
      assertThat(client.getAppToken()).isNotBlank();
      assertThat(slack.slash("/rollback factory").getString("error"))
          .isEqualTo("operation_timeout");
    }
  }

  @Test
  void a_client_reconnects_after_a_disconnect() throws Exception {
    Queue<String> hellos = new ConcurrentLinkedQueue<>();
    try (SocketModeClient client =
        slack.sdk.socketMode(slack.slack.appToken(), SocketModeClient.Backend.JavaWebSocket)) {
      client.addWebSocketMessageListener(hellos::add);
      client.connect();
      await().untilAsserted(() -> assertThat(hellos).hasSize(1));
      slack.slack.disconnectSockets("refresh_requested");
      await().untilAsserted(() -> assertThat(hellos).hasSize(2));
      assertThat(hellos).allMatch(frame -> frame.contains("\"hello\""));
    }
  }

  @Test
  void a_ticket_is_valid_for_one_connection() throws Exception {
    String answer = slack.raw("apps.connections.open", slack.slack.appToken(), Map.of()).body();
    String url = JsonHelper.parseObject(answer).orElseThrow().getString("url");
    RawSocket first = RawSocket.open(url);
    await().untilAsserted(() -> assertThat(first.frames).hasSize(1));
    RawSocket second = RawSocket.open(url);
    await().untilAsserted(() -> assertThat(second.closedWith).hasValue(1008));
    assertThat(second.frames).isEmpty();
  }

  /** A client that only listens. */
  private static final class RawSocket implements WebSocket.Listener {
    final Queue<String> frames = new ConcurrentLinkedQueue<>();
    final AtomicInteger closedWith = new AtomicInteger();

    static RawSocket open(String url) {
      RawSocket socket = new RawSocket();
      WebSocket _ =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(URI.create(url), socket)
              .join();
      return socket;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      frames.add(data.toString());
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      closedWith.set(status);
      return null;
    }
  }

  @Test
  void bolt_takes_commands_clicks_and_submissions() throws Exception {
    App app =
        new App(
            AppConfig.builder()
                .slack(slack.sdk)
                .singleTeamBotToken(slack.slack.botToken())
                .signingSecret(slack.slack.signingSecret())
                .build());
    app.command(
        "/rollback",
        (request, context) -> {
          context.client().viewsOpen(r -> r.triggerId(context.getTriggerId()).viewAsString(VIEW));
          return context.ack();
        });
    app.viewSubmission(
        "start",
        (request, context) -> {
          String typed = field(request.getPayload().getView(), "why", "text").getValue();
          return context.ack(r -> r.responseAction("errors").errors(Map.of("why", typed)));
        });
    SocketModeApp socket =
        new SocketModeApp(slack.slack.appToken(), SocketModeClient.Backend.JavaWebSocket, app);
    try {
      socket.startAsync();
      await().untilAsserted(() -> assertThat(slack.slack.transport()).isEqualTo("socket"));
      assertThat(slack.slash("/rollback factory").getBoolean("ok")).isTrue();
      JsonObject view =
          slack.slack.state(SlackFixture.REQUESTER).getJsonArray("views").getJsonObject(0);
      JsonObject answer =
          slack.act(
              "{'type':'view_submit','view_id':'"
                  + view.getString("id")
                  + "','state':{'why':{'text':{'value':'echo'}}}}");
      assertThat(answer.getJsonObject("errors").getString("why")).isEqualTo("echo");
    } finally {
      socket.stop();
    }
  }

  private static final String VIEW =
      """
      {"type":"modal","callback_id":"start","title":{"type":"plain_text","text":"T"},
       "submit":{"type":"plain_text","text":"Start"},
       "blocks":[{"type":"input","block_id":"why","label":{"type":"plain_text","text":"Why"},
        "element":{"type":"plain_text_input","action_id":"text"}}]}
      """;
}
