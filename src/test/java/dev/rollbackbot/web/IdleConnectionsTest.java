package dev.rollbackbot.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.InboundLimits;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** Connections that are kept open and not used any more. */
@Isolated("Another class may have a connection broken, which the server logs.")
final class IdleConnectionsTest {
  private static String untilClosed(WebServer web, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), web.address().getPort())) {
      socket.setSoTimeout((int) Waiting.LIMIT.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void they_are_closed_without_a_word_in_the_log() throws IOException {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger jetty = (Logger) LoggerFactory.getLogger("org.eclipse.jetty");
    Logger own = (Logger) LoggerFactory.getLogger("dev.rollbackbot.web");
    log.start();
    List.of(jetty, own).forEach(logger -> logger.addAppender(log));
    WebServer.WebServerOptions options =
        new WebServer.WebServerOptions(
            "127.0.0.1",
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            InboundLimits.defaults(),
            Map.of(),
            () -> "");
    try (WebServer web = WebServer.start(options, Duration.ofMillis(300))) {
      assertThat(untilClosed(web, "")).isEmpty();
      assertThat(untilClosed(web, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"))
          .startsWith("HTTP/1.1 200")
          .endsWith("alive\n");
    } finally {
      List.of(jetty, own).forEach(logger -> logger.detachAppender(log));
    }
    assertThat(log.list)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .isEmpty();
    assertThat(log.list).filteredOn(event -> event.getThrowableProxy() != null).isEmpty();
  }
}
