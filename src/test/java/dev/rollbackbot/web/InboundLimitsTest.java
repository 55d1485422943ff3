package dev.rollbackbot.web;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.app.SlackEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Requests that are too large or too slow, down to the bytes on the wire. */
final class InboundLimitsTest {
  private static final InboundLimits LIMITS =
      new InboundLimits(64 * 1024, 4 * 1024, Duration.ofSeconds(1), 256 * 1024, 24);
  private static final List<String> BODIES = new CopyOnWriteArrayList<>();
  private static WebServer web;

  @BeforeAll
  static void start() {
    SlackEndpoint endpoint =
        (_, body, _) -> {
          BODIES.add(body);
          return new SlackEndpoint.EndpointResponse(200, Optional.of("text/plain"), "accepted");
        };
    web =
        WebServer.start(
            new WebServer.WebServerOptions(
                "127.0.0.1",
                0,
                Optional.empty(),
                Optional.of(endpoint),
                Optional.empty(),
                LIMITS,
                Map.of(),
                () -> "no metrics"));
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  /** Sends bytes one by one, slowly, until the server closes the connection. */
  private static boolean isCutOffDripping(String begin) throws Exception {
    try (Socket socket = connected()) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      out.write(bytes(begin));
      AtomicBoolean cut = new AtomicBoolean();
      Thread drip =
          Thread.startVirtualThread(() -> {
            await().until(() -> !write(out, 'x'));
            cut.set(true);
          });
      all(socket.getInputStream());
      drip.join();
      return cut.get();
    }
  }

  private static Socket connected() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), web.address().getPort());
  }

  private static boolean write(OutputStream out, char drop) {
    try {
      out.write(drop);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String all(InputStream in) {
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String sent(String request) throws IOException {
    try (Socket socket = connected()) {
      socket.setSoTimeout((int) Waiting.LIMIT.toMillis());
      socket.getOutputStream().write(bytes(request));
      return all(socket.getInputStream());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "G",
        "POST /slack/events HTTP/1.1\r\nHost: x\r\nX-Long: ",
        "POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n",
        "POST /slack/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nff00\r\n",
        "POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n",
      })
  void a_request_that_arrives_too_slowly_is_cut_off(String begin) throws Exception {
    BODIES.clear();
    assertThat(isCutOffDripping(begin)).isTrue();
    assertThat(BODIES).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n\r\n",
        "POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
      })
  void an_idle_connection_is_not_cut_off(String request) throws IOException {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(RequestDeadlineConnectionFactory.class);
    log.start();
    logger.addAppender(log);
    try (Socket unused = connected();
        Socket socket = connected()) {
      for (int i = 0; i < 2; i++) {
        socket.getOutputStream().write(bytes(request));
        readResponse(socket);
        await().pollDelay(LIMITS.requestTime().multipliedBy(3).dividedBy(2)).until(() -> true);
        assertThat(log.list).isEmpty();
      }
      unused.getOutputStream().write(bytes(request));
      readResponse(unused);
    } finally {
      logger.detachAppender(log);
    }
  }

  private static void readResponse(Socket socket) throws IOException {
    await().atMost(Duration.ofSeconds(5)).until(() -> socket.getInputStream().available() > 0);
    socket.getInputStream().skipNBytes(socket.getInputStream().available());
  }

  @Test
  void a_body_or_headers_that_are_too_large_are_refused() throws IOException {
    String post = "POST /slack/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    int most = LIMITS.bodyBytes();
    assertThat(sent(post + "Content-Length: " + most + "\r\n\r\n" + "x".repeat(most)))
        .startsWith("HTTP/1.1 200");
    assertThat(sent(post + "Content-Length: " + (most + 1) + "\r\n\r\n" + "x".repeat(most + 1)))
        .startsWith("HTTP/1.1 413")
        .contains("The body is larger than 65536 bytes.");
    assertThat(sent(post + "X: " + "x".repeat(LIMITS.headerBytes()) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /slack/events HTTP/1.1|Content-Length: 3||abc",
        "POST /slack/events HTTP/1.1|Host: x|Content-Length: -1||",
        "POST /slack/events HTTP/1.1|Host: x|Content-Length: 1|Content-Length: 2||a",
        "POST /slack/events HTTP/1.1|Host: x|Content-Length: 4|Transfer-Encoding: chunked||0||",
        "POST /slack/events HTTP/1.1|Host: x|Transfer-Encoding: chunked||zz|",
        "POST /slack/events HTTP/9.9|Host: x||",
        "\u0000\u0001\u0002 / HTTP/1.1||",
        "GET /%zz HTTP/1.1|Host: x||",
        "GET /../../etc/passwd HTTP/1.1|Host: x||",
        "GET / HTTP/1.1|Host: x|Bad Header: y||",
        "||||NONSENSE||",
      })
  void invalid_http_is_refused_and_never_reaches_the_endpoint(String request) throws IOException {
    BODIES.clear();
    assertThat(sent(request.replace("|", "\r\n")))
        .doesNotContain("Exception", "jetty")
        .containsPattern("^HTTP/1.1 (4..|505) ");
    assertThat(BODIES).isEmpty();
  }
}
