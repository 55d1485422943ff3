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

/** The bare wire: a socket that says what a test wants. */
class BoundedHttpClientTest {
  private static final Duration SHORT = Duration.ofSeconds(3);
  private static final Duration LONG = Waiting.LIMIT;

  private final BoundedHttpClient door = new BoundedHttpClient(LONG);
  private ServerSocket socket;

  @BeforeEach
  void listen() throws IOException {
    socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    door.close();
    socket.close();
  }

  /** Says that to whoever comes, and hangs up. */
  private void say(String text) {
    Thread.ofVirtual()
        .start(() -> {
          try (Socket guest = socket.accept();
              OutputStream out = guest.getOutputStream()) {
            guest.getInputStream().read();
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            guest.shutdownOutput();
            guest.getInputStream().readAllBytes();
          } catch (IOException e) {
            // The door has gone: the test looks at what the door says.
          }
        });
  }

  private HttpResult post(String scheme, Duration within, int maxBytes) {
    return door.exchange(
        new HttpPost(scheme + "://127.0.0.1:" + socket.getLocalPort() + "/"),
        () -> true,
        within,
        maxBytes);
  }

  private TransportError trouble(String said) {
    say(said);
    HttpResult httpResult = post("http", LONG, 100);
    assertThat(httpResult).isInstanceOf(TransportFailure.class);
    assertThat(((TransportFailure) httpResult).sent()).isTrue();
    return ((TransportFailure) httpResult).error();
  }

  @Test
  void silence_after_the_request_was_written_counts_as_sent() {
    assertThat(post("http", SHORT, 100))
        .isEqualTo(new TransportFailure(true, TransportError.TIMEOUT, "no answer within 3 s"));
  }

  @Test
  void silence_before_tls_is_up_means_that_nothing_was_sent() {
    assertThat(post("https", SHORT, 100))
        .isEqualTo(new TransportFailure(false, TransportError.TIMEOUT, "no answer within 3 s"));
  }

  @Test
  void a_thread_that_was_told_to_stop_sends_nothing() {
    Thread.currentThread().interrupt();
    HttpResult httpResult = post("http", LONG, 100);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(httpResult)
        .isEqualTo(new TransportFailure(false, TransportError.INTERRUPTED, "the bot was stopped"));
  }

  @Test
  void an_end_before_the_first_byte_is_a_cut() {
    assertThat(trouble("")).isEqualTo(TransportError.CUT);
  }

  @Test
  void an_end_in_the_body_is_a_cut() {
    assertThat(trouble("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{}"))
        .isEqualTo(TransportError.CUT);
  }

  @Test
  void what_is_not_http_is_garbled() {
    assertThat(trouble("SSH-2.0-OpenSSH_9.9\r\n".repeat(2000))).isEqualTo(TransportError.GARBLED);
  }

  @Test
  void a_header_without_end_is_garbled() {
    assertThat(trouble("HTTP/1.1 200 OK\r\nX: " + "y".repeat(100_000) + "\r\n\r\n"))
        .isEqualTo(TransportError.GARBLED);
  }

  @Test
  void a_body_is_read_up_to_the_limit_only() {
    say("HTTP/1.1 200 OK\r\nRetry-After: 7\r\nContent-Length: 12\r\n\r\nabcdefghijkl");

    ReceivedResponse receivedResponse = (ReceivedResponse) post("http", LONG, 5);
    assertThat(receivedResponse.body()).isEqualTo("abcde");
    assertThat(receivedResponse.complete()).isFalse();
    assertThat(receivedResponse.header("retry-after")).hasValue("7");
    assertThat(receivedResponse.header("other")).isEmpty();
  }

  @Test
  void durations_are_said_as_people_say_them() {
    assertThat(BoundedHttpClient.durationText(Duration.ofMillis(84))).isEqualTo("84 ms");
    assertThat(BoundedHttpClient.durationText(Duration.ofSeconds(2))).isEqualTo("2 s");
    assertThat(BoundedHttpClient.durationText(Duration.ofMillis(2340))).isEqualTo("2.3 s");
  }
}
