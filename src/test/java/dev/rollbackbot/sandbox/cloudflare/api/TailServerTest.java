package dev.rollbackbot.sandbox.cloudflare.api;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.sandbox.cloudflare.CloudflareFixture.GATEWAY;
import static dev.rollbackbot.sandbox.cloudflare.CloudflareFixture.PLANNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.sandbox.cloudflare.CloudflareFixture;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TailServerTest {

  private CloudflareFixture outside;

  @BeforeEach
  void start() throws Exception {
    outside = new CloudflareFixture();
  }

  @AfterEach
  void stop() throws Exception {
    outside.close();
  }

  @Test
  void a_tail_streams_log_events_as_binary_json() throws Exception {
    JsonObject tail = outside.post(GATEWAY + "/tails", "{\"filters\":[]}").result();
    Reader reader = new Reader(tail.getString("url"), "trace-v1");
    reader.connectBlocking();

    await().until(() -> reader.events.size() >= 4);
    JsonObject failing = json(reader.events.getFirst());
    assertThat(failing.getString("outcome")).isEqualTo("exception");
    assertThat(failing.getJsonArray("exceptions")).hasSize(1);
    assertThat(failing.getString("scriptName")).isEqualTo("foundation-gateway-sandbox");
    assertThat(json(reader.events.get(1)).getString("outcome")).isEqualTo("ok");
    reader.closeBlocking();
  }

  @Test
  void a_good_version_logs_no_exception() throws Exception {
    outside.rollBack(GATEWAY, outside.version(GATEWAY, 41));
    outside.propagate();
    JsonObject tail = outside.post(GATEWAY + "/tails", "").result();
    Reader reader = new Reader(tail.getString("url"), "trace-v1");
    reader.connectBlocking();

    await().until(() -> reader.events.size() >= 4);
    assertThat(reader.events)
        .allSatisfy(event -> assertThat(json(event).getString("outcome")).isEqualTo("ok"));
    reader.closeBlocking();
  }

  @Test
  void deleting_a_tail_ends_its_stream() throws Exception {
    JsonObject tail = outside.post(GATEWAY + "/tails", "").result();
    Reader reader = new Reader(tail.getString("url"), "trace-v1");
    reader.connectBlocking();
    String path = "/tails/" + tail.getString("id");

    assertThat(outside.delete(PLANNING + path).status()).isEqualTo(404);
    assertThat(outside.delete(GATEWAY + path).status()).isEqualTo(200);

    await().until(reader::isClosed);
    assertThat(outside.delete(GATEWAY + path).status()).isEqualTo(404);
  }

  @Test
  void a_reader_without_the_subprotocol_or_without_a_tail_gets_nothing() throws Exception {
    String url = outside.post(GATEWAY + "/tails", "").result().getString("url");
    Reader other = new Reader(url, "another");
    Reader lost = new Reader(url + "0", "trace-v1");

    assertThat(other.connectBlocking()).isFalse();
    lost.connectBlocking();

    await().until(lost::isClosed);
    assertThat(other.events).isEmpty();
    assertThat(lost.events).isEmpty();
  }

  @Test
  void tails_are_limited() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(outside.post(PLANNING + "/tails", "").status()).isEqualTo(200);
    }
    assertThat(outside.post(PLANNING + "/tails", "").status()).isEqualTo(400);
  }

  private static JsonObject json(byte[] event) {
    try (var reader = Json.createReader(new ByteArrayInputStream(event))) {
      return reader.readObject();
    }
  }

  private static final class Reader extends WebSocketClient {

    final List<byte[]> events = new CopyOnWriteArrayList<>();

    Reader(String url, String protocol) {
      super(URI.create(url), new Draft_6455(List.of(), List.of(new Protocol(protocol))));
    }

    @Override
    public void onMessage(ByteBuffer bytes) {
      byte[] event = new byte[bytes.remaining()];
      bytes.get(event);
      events.add(event);
    }

    @Override
    public void onMessage(String message) {
      events.add(("text: " + message).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void onOpen(ServerHandshake handshake) {}

    @Override
    public void onClose(int code, @Nullable String reason, boolean remote) {}

    @Override
    public void onError(Exception problem) {}
  }
}
