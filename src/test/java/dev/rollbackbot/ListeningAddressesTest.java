package dev.rollbackbot;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.crash.AotCache;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the started product listens, and what it shows there. */
final class ListeningAddressesTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** This machine too, but reached only by what listens on every interface. */
  private static final String OTHER_LOOPBACK = "127.0.0.2";

  @TempDir Path folder;

  private Map<String, String> settings() {
    Map<String, String> out = new HashMap<>();
    out.put("SLACK_BOT_TOKEN", "xoxb-hunter2");
    out.put("SLACK_SIGNING_SECRET", "hunter2");
    out.put("SLACK_API_URL", "http://127.0.0.1:9/api/");
    out.put("DATABASE_URL", "jdbc:sqlite:" + folder.resolve("bot.db"));
    return out;
  }

  private BotProcess start(Map<String, String> environment, String... words) throws IOException {
    String[] line = new String[words.length + 1];
    line[0] = Main.class.getName();
    System.arraycopy(words, 0, line, 1, words.length);
    return BotProcess.launch(environment, log(), AotCache.options(), line);
  }

  private Path log() {
    return folder.resolve("bot.log");
  }

  /** Waits for what is found in the log. */
  private MatchResult logged(String regex) {
    Pattern pattern = Pattern.compile(regex);
    await().ignoreExceptions().until(() -> pattern.matcher(Files.readString(log())).find());
    try {
      Matcher found = pattern.matcher(Files.readString(log()));
      assertThat(found.find()).isTrue();
      return found.toMatchResult();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String send(URI address, String path, String method) throws Exception {
    HttpResponse<String> response =
        HTTP.send(
            HttpRequest.newBuilder(address.resolve(path))
                .method(method, BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body().strip();
  }

  private static boolean reached(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), 10_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void the_port_that_slack_reaches_shows_no_metrics_and_no_reasons_beside_a_management_port()
      throws Exception {
    Map<String, String> environment = settings();
    environment.put("MANAGEMENT_PORT", "0");
    BotProcess bot = start(environment, "serve");
    URI management = URI.create(logged("management=(http://\\S+)").group(1));
    assertThat(management).isNotEqualTo(bot.address());
    assertThat(send(bot.address(), "/healthz", "GET")).isEqualTo("200 alive");
    assertThat(send(bot.address(), "/metrics", "GET")).startsWith("404");
    assertThat(send(bot.address(), "/slack/events", "POST")).startsWith("401");
    assertThat(send(management, "/metrics", "GET")).startsWith("200");
    assertThat(send(management, "/slack/events", "POST")).startsWith("405");
    // Slack is not there, which counts after a while.
    assertThat(send(management, "/readyz", "GET")).contains("database: well", "slack: ");
    assertThat(send(bot.address(), "/readyz", "GET")).matches("200 ready|503 not ready");
    // By default the bot is reached from other machines.
    assertThat(reached(OTHER_LOOPBACK, bot.address().getPort())).isTrue();
    assertThat(reached(OTHER_LOOPBACK, management.getPort())).isTrue();
    bot.stop();
  }

  @Test
  void bind_keeps_both_ports_to_one_interface() throws Exception {
    Map<String, String> environment = settings();
    environment.put("BIND", "127.0.0.1");
    environment.put("MANAGEMENT_PORT", "0");
    BotProcess bot = start(environment, "serve");
    URI management = URI.create(logged("management=(http://\\S+)").group(1));
    for (int port : List.of(bot.address().getPort(), management.getPort())) {
      assertThat(reached("127.0.0.1", port)).isTrue();
      assertThat(reached(OTHER_LOOPBACK, port)).isFalse();
    }
    bot.stop();
  }

  @Test
  void the_sandbox_and_its_bot_are_reached_from_this_machine_only() throws Exception {
    BotProcess sandbox = start(new HashMap<>(), "sandbox", "--port", "0");
    for (String printed : List.of("listening address=", "Rollback Bot's sandbox: ")) {
      URI address = URI.create(logged(printed + "(http://\\S+)").group(1));
      assertThat(reached("127.0.0.1", address.getPort())).as(printed).isTrue();
      assertThat(reached(OTHER_LOOPBACK, address.getPort())).as(printed).isFalse();
    }
    sandbox.stop();
  }
}
