package dev.rollbackbot.story.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.BotProcess;
import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.FastRunbookBot;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.SandboxOptions;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole rollback of Workers and Pages with probes and captured logs, in a process that logs all
 * it can. {@link BotProcess} searches its folder for secrets when it ends.
 */
final class LoggedSecretsTest {
  /** What the HTTP client's loggers write before a credential. */
  private static final String WIRE = "Authorization: Bearer ";

  @TempDir Path folder;

  private String log(boolean socket, Map<String, String> settings, String... options)
      throws Exception {
    Path log = folder.resolve("bot.log");
    try (Sandbox sandbox =
        Sandbox.start(new SandboxOptions(0, "127.0.0.1", Path.of("manifest.yml"), true))) {
      Map<String, String> environment = new HashMap<>();
      environment.putAll(BotProcess.environment(sandbox, folder, socket));
      environment.put("RUNBOOKS", FastRunbook.runbooks(folder).toString());
      environment.putAll(settings);
      BotProcess bot =
          BotProcess.launch(environment, log, List.of(options), FastRunbookBot.class.getName());
      SandboxUsers users = new SandboxUsers(sandbox.address());
      Waiting.await().until(() -> bot.answers("/readyz"));
      if (socket) {
        Waiting.await().until(() -> Files.readString(log).contains("connected to Slack"));
      } else {
        sandbox.deliverTo(bot.address());
      }
      String channel = UsualRollback.untilApproval(users);
      new IncidentConversation(users, channel).approved();
      UsualRollback.toTheEnd(users, channel);
      bot.stop();
    }
    return Files.readString(log);
  }

  @Test
  void at_trace_over_http_no_secret_is_logged() throws Exception {
    assertThat(log(false, Map.of("LOG_LEVEL", "TRACE")))
        .contains(" DEBUG ", " TRACE ")
        .doesNotContain(WIRE);
  }

  @Test
  void at_trace_over_socket_mode_in_json_no_secret_is_logged() throws Exception {
    assertThat(log(true, Map.of("LOG_LEVEL", "TRACE", "LOG_FORMAT", "json")))
        .contains("\"level\":\"DEBUG\"", "\"level\":\"TRACE\"")
        .doesNotContain(WIRE);
  }

  @Test
  void without_a_cap_on_the_wire_log_the_appender_takes_the_secrets_out() throws Exception {
    assertThat(log(false, Map.of(), "-Dlogback.configurationFile=logback-uncapped.xml"))
        .contains("client5.http.headers", WIRE.replace("Bearer ", "[redacted]"));
  }

  @Test
  void without_a_cap_over_socket_mode_the_appender_takes_the_secrets_out() throws Exception {
    assertThat(log(true, Map.of(), "-Dlogback.configurationFile=logback-uncapped.xml"))
        .contains("com.slack.api", "client5.http.headers");
  }
}
