package dev.rollbackbot.story.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.BotProcess;
import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.FastRunbookBot;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.crash.AotCache;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.SandboxOptions;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
      List<String> all = new ArrayList<>(AotCache.options());
      all.addAll(List.of(options));
      BotProcess bot = BotProcess.launch(environment, log, all, FastRunbookBot.class.getName());
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
  void when_everything_fails_at_trace_no_secret_is_logged() throws Exception {
    Path log = folder.resolve("bot.log");
    try (Sandbox sandbox =
        Sandbox.start(new SandboxOptions(0, "127.0.0.1", Path.of("manifest.yml"), true))) {
      Map<String, String> environment =
          new HashMap<>(BotProcess.environment(sandbox, folder, false));
      environment.put("RUNBOOKS", FastRunbook.runbooks(folder).toString());
      environment.put("LOG_LEVEL", "TRACE");
      environment.put("CLOUDFLARE_API_TOKEN", "sandbox-secret-expired");
      BotProcess bot =
          BotProcess.launch(environment, log, AotCache.options(), FastRunbookBot.class.getName());
      Waiting.await().until(() -> bot.answers("/healthz"));
      sandbox.deliverTo(bot.address());
      SandboxUsers users = new SandboxUsers(sandbox.address());
      RawSlackRequests requests = new RawSlackRequests(bot.address(), sandbox.signingSecret());
      assertThat(requests.get("/readyz").body()).contains("provider: Cloudflare refused");

      IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
      incident.reads("CLOUDFLARE_API_TOKEN lacks the permission");
      users.fault("provider-down", true);
      // What is refused before it is read, and after: with each secret in a place of its own.
      String secrets = sandbox.botToken() + sandbox.signingSecret();
      assertThat(requests.posts("payload={\"token\":\"" + secrets + "\"").status()).isEqualTo(400);
      assertThat(
              requests
                  .send(
                      requests
                          .unsigned("text=" + secrets)
                          .header("Authorization", "Bearer " + sandbox.botToken())
                          .header("X-Slack-Signature", "v0=" + sandbox.signingSecret())
                          .header("X-Slack-Request-Timestamp", sandbox.signingSecret()))
                  .status())
          .isEqualTo(401);
      assertThat(
              requests
                  .posts(RawSlackRequests.slash("U0REQUESTER", incident.channel(), secrets))
                  .status())
          .isEqualTo(200);
      sandbox.slackFaults().revokeToken(true);
      Waiting.await()
          .until(() -> requests.get("/readyz").body().contains("Slack refuses the bot's token"));
      bot.stop();
    }
    assertThat(Files.readString(log)).contains(" TRACE ", " WARN ");
  }

  @Test
  void a_start_that_fails_at_trace_logs_no_secret() throws Exception {
    for (Map<String, String> wrong :
        List.of(
            Map.of("DATABASE_URL", "jdbc:postgresql://u:sandbox-secret-db@127.0.0.1:9/bot"),
            Map.of("DATABASE_URL", "jdbc:postgresql://127.0.0.1:9/b?password=sandbox-secret-db"),
            Map.of("DATABASE_URL", "postgres://u:sandbox-secret-db@127.0.0.1:9/bot"),
            Map.of("SLACK_BOT_TOKEN", "sandbox-secret-kind"),
            Map.of("CLOUDFLARE_API_TOKEN", "sandbox-secret with spaces"))) {
      Map<String, String> environment = new HashMap<>();
      environment.put("SLACK_BOT_TOKEN", "xoxb-sandbox-secret-bot");
      environment.put("SLACK_SIGNING_SECRET", "sandbox-secret-signing");
      environment.put("CLOUDFLARE_API_TOKEN", "sandbox-secret-cloudflare");
      environment.put("CLOUDFLARE_ACCOUNT_ID", "account");
      environment.put("LOG_LEVEL", "TRACE");
      environment.putAll(wrong);
      Path log = folder.resolve("failed.log");
      BotProcess bot =
          BotProcess.launch(environment, log, AotCache.options(), "dev.rollbackbot.Main", "serve");
      Waiting.await().until(() -> !bot.alive());
      assertThat(bot.stop()).as(wrong.keySet() + Files.readString(log)).isEqualTo(1);
    }
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
