package dev.rollbackbot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.cli.SandboxShop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as a process of its own: its error messages and exit codes. */
final class CommandLineTest {
  private static final Path FACTORY = Path.of("src/main/resources/runbooks/factory.yaml");
  private static final String SECRET = "hunter2";

  @TempDir Path folder;

  private record ProcessResult(int code, String text) {}

  private static ProcessResult run(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp"));
    line.add(System.getProperty("java.class.path"));
    line.add("dev.rollbackbot.Main");
    line.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(Waiting.LIMIT)).isTrue();
    assertThat(text).doesNotContain("\tat ", SECRET);
    return new ProcessResult(process.exitValue(), text);
  }

  private Map<String, String> validSettings() {
    Map<String, String> out = new HashMap<>();
    out.put("SLACK_BOT_TOKEN", "xoxb-" + SECRET);
    out.put("SLACK_SIGNING_SECRET", SECRET);
    out.put("SLACK_API_URL", "http://127.0.0.1:9/api/");
    out.put("CLOUDFLARE_API_TOKEN", SECRET);
    out.put("CLOUDFLARE_ACCOUNT_ID", "account");
    out.put("CLOUDFLARE_API_BASE_URL", "http://127.0.0.1:9/client/v4");
    out.put("BIND", "127.0.0.1");
    out.put("PORT", "0");
    out.put("DATABASE_URL", "jdbc:sqlite:" + folder.resolve("bot.db"));
    return out;
  }

  @Nested
  final class Serving {
    @Test
    void reports_all_problems_of_the_settings_at_once_without_secrets() throws Exception {
      ProcessResult result =
          run(
              Map.of(
                  "SLACK_BOT_TOKEN",
                  SECRET,
                  "SLACK_APP_TOKEN",
                  SECRET,
                  "SLACK_API_URL",
                  "slack.com/" + SECRET,
                  "PORT",
                  "99999",
                  "DATABASE_URL",
                  "mysql://root:" + SECRET + "@db",
                  "CLOUDFLARE_ACCOUNT_ID",
                  "account",
                  "CLOUDFLARE_API_BASE_URL",
                  "ftp://x",
                  "LOG_FORMAT",
                  "xml"),
              "serve");
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.text())
          .contains(
              "The settings can't be used:",
              "SLACK_APP_TOKEN must begin with xapp-",
              "SLACK_BOT_TOKEN must begin with xoxb-",
              "SLACK_API_URL is an http or https address",
              "PORT is a number from 0 to 65535, not “99999”",
              "DATABASE_URL must begin with jdbc:sqlite: or jdbc:postgresql:",
              "CLOUDFLARE_ACCOUNT_ID and a token (CLOUDFLARE_API_TOKEN, or",
              "CLOUDFLARE_API_BASE_URL is an http or https address",
              "LOG_FORMAT is text or json");
    }

    @Test
    void reports_that_nothing_is_set() throws Exception {
      assertThat(run(Map.of(), "serve").text())
          .contains("SLACK_APP_TOKEN or SLACK_SIGNING_SECRET must be set", "SLACK_BOT_TOKEN");
    }

    @Test
    void can_start_and_stop_at_once_to_check_its_settings() throws Exception {
      ProcessResult result = run(validSettings(), "serve", "--dry-start");
      assertThat(result.code()).as(result.text()).isZero();
      assertThat(result.text()).contains("listening address=", "stopped");
    }

    @Test
    void reports_that_the_port_is_in_use_and_how_to_change_it() throws Exception {
      try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        Map<String, String> settings = validSettings();
        settings.put("PORT", Integer.toString(taken.getLocalPort()));
        ProcessResult result = run(settings, "serve");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.text())
            .contains(
                "The bot did not start: can't listen on 127.0.0.1:" + taken.getLocalPort(),
                "Set PORT or BIND to something free.");
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "no such host"})
    void reports_that_the_address_can_not_be_bound(String bind) throws Exception {
      Map<String, String> settings = validSettings();
      settings.put("BIND", bind);
      ProcessResult result = run(settings, "serve");
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.text())
          .contains("can't listen on " + bind, "Set PORT or BIND")
          .doesNotContain("Exception");
    }

    @Test
    void reports_that_the_database_can_not_be_created_opened_or_reached() throws Exception {
      Path file = Files.writeString(folder.resolve("no-database.db"), "x".repeat(5_000));
      for (String url :
          List.of(
              "jdbc:sqlite:/dev/null/bot.db",
              "jdbc:sqlite:/proc/bot.db",
              "jdbc:sqlite:" + file,
              "jdbc:postgresql://127.0.0.1:9/bot?user=bot&password=" + SECRET)) {
        Map<String, String> settings = validSettings();
        settings.put("DATABASE_URL", url);
        ProcessResult result = run(settings, "serve");
        assertThat(result.code()).as(url).isEqualTo(1);
        assertThat(result.text())
            .as(url)
            .contains("The bot did not start: ", "can't be used: ", "DATABASE_URL says where");
      }
    }
  }

  @Nested
  final class TheSandbox {
    @Test
    void reports_that_its_port_is_in_use_and_how_to_change_it() throws Exception {
      try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        String port = Integer.toString(taken.getLocalPort());
        ProcessResult result = run(Map.of(), "sandbox", "--port", port);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.text())
            .contains("can't listen on 127.0.0.1:" + port, "--port")
            .doesNotContain("Exception");
      }
    }

    @Test
    void reports_that_a_port_is_not_a_number() throws Exception {
      assertThat(run(Map.of(), "sandbox", "--port", "99999").text())
          .contains("between 0 and 65535")
          .doesNotContain("Exception");
      assertThat(run(Map.of(), "sandbox", "--port", "many").code()).isEqualTo(2);
    }

    @Test
    void a_runbook_to_play_that_is_not_there_is_told_with_those_that_are() throws Exception {
      ProcessResult unknown = run(Map.of(), "sandbox", "--port", "0", "--play", "factry");
      assertThat(unknown.code()).isNotZero();
      assertThat(unknown.text())
          .contains("There is no runbook “factry” to play. There are: factory, shop.");
    }
  }

  @Nested
  final class CheckingRunbooks {
    @Test
    void the_bundled_runbook_is_valid() throws Exception {
      ProcessResult result = run(Map.of(), "runbook", "check", FACTORY.toString());
      assertThat(result.code()).isEqualTo(0);
      assertThat(result.text()).contains(FACTORY + ": 0 errors, ").doesNotContain(" error: ");
    }

    @Test
    void of_an_invalid_runbook_every_problem_is_printed_with_its_position() throws Exception {
      for (String beside : SandboxShop.FACTORY_FILES) {
        Files.copy(FACTORY.resolveSibling(beside), folder.resolve(beside));
      }
      Path invalid =
          Files.writeString(
              folder.resolve("broken.yaml"),
              Files.readString(FACTORY)
                  .replace("advice: monitor", "advice: pray")
                  .replace("passes_in_a_row: 3", "passes_in_a_row: many"));
      ProcessResult result =
          run(Map.of(), "runbook", "check", FACTORY.toString(), invalid.toString());
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.text())
          .contains("0 errors", invalid + ": 2 errors, ")
          .containsPattern("broken\\.yaml:\\d+:\\d+: error: .*pray")
          .containsPattern("broken\\.yaml:\\d+:\\d+: error: \"passes_in_a_row\" must be");
    }

    @Test
    void a_missing_file_and_a_binary_file_are_reported() throws Exception {
      Path bytes = Files.write(folder.resolve("bytes.yaml"), new byte[] {(byte) 0xff, 0, 7});
      ProcessResult result =
          run(Map.of(), "runbook", "check", folder.resolve("none.yaml").toString(), "" + bytes);
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.text())
          .contains(
              "none.yaml: can't be read: there is no such file",
              "bytes.yaml: can't be read: it is not UTF-8 text")
          .doesNotContain("Exception");
    }

    @Test
    void an_unknown_id_is_answered_with_the_known_ids() throws Exception {
      ProcessResult result = run(Map.of(), "runbook", "show", "factoy");
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.text()).contains("There is no runbook factoy", "factory");
      assertThat(run(Map.of("RUNBOOKS", "/no/where"), "runbook", "show", "factory").text())
          .contains("/no/where", "there is no such file")
          .doesNotContain("Exception");
    }
  }

  @Nested
  final class Help {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "--help",
          "serve --help",
          "sandbox --help",
          "runbook --help",
          "runbook check --help",
          "runbook show --help"
        })
    void is_printed_for_every_command(String words) throws Exception {
      ProcessResult result = run(Map.of(), words.split(" "));
      assertThat(result.code()).isEqualTo(0);
      assertThat(result.text()).startsWith("Usage: rollback-bot").contains("--help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "dance", "serve --loud", "runbook", "runbook check"})
    void a_wrong_command_line_is_answered_with_the_usage(String words) throws Exception {
      ProcessResult result = run(Map.of(), words.isEmpty() ? new String[0] : words.split(" "));
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.text()).containsPattern("Usage: rollback-bot|Did you mean: rollback-bot");
    }
  }
}
