package dev.rollbackbot.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages of other sites in the same browser can't use the sandbox. */
final class AllowedHostsTest {
  private static Sandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start(new SandboxOptions(0, "127.0.0.1", Path.of("manifest.yml"), true));
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static int status(String host, String origin) throws IOException {
    int port = sandbox.address().getPort();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String headers =
          "Host: %s\r\n".formatted(host.replace("PORT", "" + port))
              + (origin == null
                  ? ""
                  : "Origin: %s\r\n".formatted(origin.replace("PORT", "" + port)));
      socket
          .getOutputStream()
          .write(
              ("GET / HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Integer.parseInt(answer.split(" ", 3)[1]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:PORT, ",
    "localhost:PORT, ",
    "[::1]:PORT, ",
    "127.0.0.1:PORT, http://127.0.0.1:PORT",
    "localhost:PORT, http://localhost:PORT"
  })
  void its_own_page_is_served(String host, String origin) throws Exception {
    assertThat(status(host, origin)).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "evil.example:PORT, ",
    "evil.example, http://evil.example",
    "127.0.0.1.evil.example:PORT, ",
    "127.0.0.1:PORT, http://evil.example",
    "127.0.0.1:PORT, http://127.0.0.1:1",
    "localhost:PORT, null"
  })
  void other_names_and_other_origins_are_refused(String host, String origin) throws Exception {
    assertThat(status(host, origin)).isEqualTo(403);
  }

  @Test
  void it_listens_on_the_loopback_address_unless_told_otherwise() {
    assertThat(sandbox.address().getHost()).isEqualTo("127.0.0.1");
  }
}
