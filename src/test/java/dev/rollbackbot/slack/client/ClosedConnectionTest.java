package dev.rollbackbot.slack.client;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Connections that the server closes after a response that promised to keep them. */
final class ClosedConnectionTest {
  private static final String BODY = "{\"ok\":true,\"user_id\":\"U0ROLLBACK\"}";

  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  @Test
  void a_call_is_not_sent_on_a_connection_that_was_closed_while_it_was_idle() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SlackApi api = SlackApi.open(options(server.getLocalPort()))) {
      Thread.ofVirtual().start(() -> serve(server));
      for (int calls = 1; calls <= 5; calls++) {
        int done = calls;
        assertThat(api.whoAmI()).isEqualTo(SlackResult.ok("U0ROLLBACK"));
        await().until(() -> closed.get() == done);
      }
      assertThat(requests).hasValue(5);
    }
  }

  private static SlackOptions options(int port) {
    return SlackOptions.of(
            URI.create("http://127.0.0.1:" + port + "/api/"),
            Secret.fixed("xoxb-idle"),
            Optional.of(Secret.fixed("0123456789abcdef0123456789abcdef")),
            Optional.empty(),
            "#incidents",
            Waiting.LIMIT,
            InboundLimits.defaults())
        .within(Waiting.LIMIT);
  }

  private void serve(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        readRequest(socket.getInputStream());
        requests.incrementAndGet();
        String response =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: keep-alive\r\n"
                + "Content-Length: %d\r\n\r\n%s".formatted(BODY.length(), BODY);
        socket.getOutputStream().write(response.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        continue;
      }
      closed.incrementAndGet();
    }
  }

  /** The headers, and a body of the length that they give. */
  private static void readRequest(InputStream in) throws IOException {
    StringBuilder headers = new StringBuilder();
    while (headers.indexOf("\r\n\r\n") < 0) {
      int read = in.read();
      if (read < 0) {
        throw new IOException("closed");
      }
      headers.append((char) read);
    }
    String length = headers.toString().replaceAll("(?is).*content-length: *([0-9]+).*", "$1");
    in.skipNBytes(length.matches("[0-9]+") ? Long.parseLong(length) : 0);
  }
}
