package dev.rollbackbot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.gateway.BoundedHttpClient.HttpResult;
import dev.rollbackbot.gateway.BoundedHttpClient.ReceivedResponse;
import dev.rollbackbot.gateway.BoundedHttpClient.TransportError;
import dev.rollbackbot.gateway.BoundedHttpClient.TransportFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a socket that sends the bytes of each test. */
class BoundedHttpClientTest {
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration LONG = Waiting.LIMIT;

  private final BoundedHttpClient client = new BoundedHttpClient(LONG);
  private ServerSocket socket;

  @BeforeEach
  void listen() throws IOException {
    socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    socket.close();
  }

  /** Accepts one connection, answers with that text and closes it. */
  private void respond(String text) {
    Thread.ofVirtual()
        .start(() -> {
          try (Socket peer = socket.accept();
              OutputStream out = peer.getOutputStream()) {
            peer.getInputStream().read();
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            peer.shutdownOutput();
            peer.getInputStream().readAllBytes();
          } catch (IOException e) {
            // The client has closed the connection: the test looks at its result.
          }
        });
  }

  private HttpResult post(String scheme, Duration within, int maxBytes) {
    return client.exchange(
        new HttpPost(scheme + "://127.0.0.1:" + socket.getLocalPort() + "/"),
        () -> true,
        within,
        maxBytes);
  }

  private TransportError errorOf(String response) {
    respond(response);
    HttpResult result = post("http", LONG, 100);
    assertThat(result).isInstanceOf(TransportFailure.class);
    assertThat(((TransportFailure) result).sent()).isTrue();
    return ((TransportFailure) result).error();
  }

  @Test
  void silence_after_the_request_was_written_counts_as_sent() {
    expectTimeout("http", true);
  }

  @Test
  void silence_before_tls_is_up_means_that_nothing_was_sent() {
    expectTimeout("https", false);
  }

  /** Repeated: on a busy machine the time limit may end before the request is written. */
  private void expectTimeout(String scheme, boolean sent) {
    Waiting.await()
        .untilAsserted(() ->
            assertThat(post(scheme, SHORT, 100))
                .isEqualTo(
                    new TransportFailure(sent, TransportError.TIMEOUT, "no answer within 2 s")));
  }

  @Test
  void an_interrupted_thread_sends_nothing() {
    Thread.currentThread().interrupt();
    HttpResult result = post("http", LONG, 100);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result)
        .isEqualTo(new TransportFailure(false, TransportError.INTERRUPTED, "the bot was stopped"));
  }

  @Test
  void a_close_before_the_first_byte_is_a_cut() {
    assertThat(errorOf("")).isEqualTo(TransportError.CUT);
  }

  @Test
  void a_close_within_the_body_is_a_cut() {
    assertThat(errorOf("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{}"))
        .isEqualTo(TransportError.CUT);
  }

  @Test
  void a_response_that_is_not_http_is_garbled() {
    assertThat(errorOf("SSH-2.0-OpenSSH_9.9\r\n".repeat(2000))).isEqualTo(TransportError.GARBLED);
  }

  @Test
  void a_header_without_end_is_garbled() {
    assertThat(errorOf("HTTP/1.1 200 OK\r\nX: " + "y".repeat(100_000) + "\r\n\r\n"))
        .isEqualTo(TransportError.GARBLED);
  }

  @Test
  void a_body_is_read_up_to_the_limit_only() {
    respond("HTTP/1.1 200 OK\r\nRetry-After: 7\r\nContent-Length: 12\r\n\r\nabcdefghijkl");

    ReceivedResponse response = (ReceivedResponse) post("http", LONG, 5);
    assertThat(response.body()).isEqualTo("abcde");
    assertThat(response.complete()).isFalse();
    assertThat(response.header("retry-after")).hasValue("7");
    assertThat(response.header("other")).isEmpty();
  }

  @Test
  void durations_are_short_and_readable() {
    assertThat(BoundedHttpClient.durationText(Duration.ofMillis(84))).isEqualTo("84 ms");
    assertThat(BoundedHttpClient.durationText(Duration.ofSeconds(2))).isEqualTo("2 s");
    assertThat(BoundedHttpClient.durationText(Duration.ofMillis(2340))).isEqualTo("2.3 s");
  }
}
