package dev.rollbackbot.story.privacy;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.store.TestDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets in files, which change while the bot runs. */
final class RotatedSecretsTest {
  @TempDir Path secrets;

  /** As an orchestrator does it: a whole new file takes the old one's place. */
  private Path write(String name, String value) {
    try {
      Path next = Files.writeString(secrets.resolve(name + ".next"), value + "\n");
      return Files.move(
          next,
          secrets.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code values} replace the sandbox's by the setting's name. */
  private SandboxFixture start(Map<String, String> values) {
    return SandboxFixture.quick(
        Path.of("manifest.yml"),
        sandbox -> {
          Map<String, String> secrets = new HashMap<>();
          secrets.put("SLACK_BOT_TOKEN", sandbox.botToken());
          secrets.put("SLACK_SIGNING_SECRET", sandbox.signingSecret());
          secrets.put("CLOUDFLARE_API_TOKEN", sandbox.cloudflareToken());
          secrets.putAll(values);
          return inFiles(secrets);
        });
  }

  private Map<String, String> inFiles(Map<String, String> secrets) {
    Map<String, String> settings = new HashMap<>();
    secrets.forEach((name, value) -> {
      settings.put(name, "");
      settings.put(name + "_FILE", write(name, value).toString());
    });
    return settings;
  }

  @Test
  void new_tokens_are_used_without_a_restart() {
    try (SandboxFixture fixture =
        start(
            Map.of(
                "SLACK_BOT_TOKEN", "xoxb-sandbox-secret-old",
                "CLOUDFLARE_API_TOKEN", "sandbox-secret-old"))) {
      RawSlackRequests requests = RawSlackRequests.to(fixture);
      assertThat(requests.get("/readyz").body())
          .contains(
              "slack: Slack refuses the bot's token (invalid_auth)",
              "provider: Cloudflare refused");

      write("SLACK_BOT_TOKEN", fixture.sandbox().botToken());
      write("CLOUDFLARE_API_TOKEN", fixture.sandbox().cloudflareToken());
      await().until(() -> requests.get("/readyz").status() == 200);
      IncidentConversation.declared(fixture.sandboxUsers(), 1, Map.of()).reads("4 of 5 done");
    }
  }

  @Test
  void a_file_without_a_usable_value_changes_nothing() throws IOException {
    try (SandboxFixture fixture = start(Map.of())) {
      RawSlackRequests requests = RawSlackRequests.to(fixture);
      await().until(() -> requests.get("/readyz").status() == 200);
      write("SLACK_BOT_TOKEN", "");
      Files.delete(secrets.resolve("CLOUDFLARE_API_TOKEN"));
      write("SLACK_SIGNING_SECRET", "");
      fixture.sandboxUsers().types(REQUESTER, INCIDENTS, "/rollback help");
      IncidentConversation.declared(fixture.sandboxUsers(), 1, Map.of()).reads("4 of 5 done");
    }
  }

  @Test
  void two_signing_secrets_are_accepted_while_one_replaces_the_other() {
    try (SandboxFixture fixture = start(Map.of())) {
      String old = fixture.sandbox().signingSecret();
      String next = "sandbox-secret-next";
      assertThat(signed(fixture, old)).isEqualTo(200);
      assertThat(signed(fixture, next)).isEqualTo(401);
      write("SLACK_SIGNING_SECRET", next + "\n" + old);
      assertThat(signed(fixture, old)).isEqualTo(200);
      assertThat(signed(fixture, next)).isEqualTo(200);
      write("SLACK_SIGNING_SECRET", next);
      assertThat(signed(fixture, old)).isEqualTo(401);
      assertThat(signed(fixture, next)).isEqualTo(200);
    }
  }

  @Test
  void a_new_app_level_token_is_used_for_the_next_connection() {
    try (SandboxFixture fixture =
        SandboxFixture.quickSocket(
            sandbox -> inFiles(Map.of("SLACK_APP_TOKEN", sandbox.appToken())))) {
      RawSlackRequests requests = RawSlackRequests.to(fixture);
      await().until(() -> requests.get("/readyz").status() == 200);
      write("SLACK_APP_TOKEN", "xapp-sandbox-secret-old");
      fixture.sandbox().disconnectSockets();
      await()
          .untilAsserted(() ->
              assertThat(requests.get("/readyz").body())
                  .contains("Slack refuses SLACK_APP_TOKEN", "invalid_auth"));

      write("SLACK_APP_TOKEN", fixture.sandbox().appToken());
      await().until(() -> requests.get("/readyz").status() == 200);
      IncidentConversation.declared(fixture.sandboxUsers(), 1, Map.of()).reads("4 of 5 done");
    }
  }

  @Test
  void a_new_password_of_the_database_is_used_for_new_connections() throws Exception {
    String admin = TestDatabase.postgres();
    String address = admin.substring(0, admin.indexOf('?') + 1);
    String old = address + "user=rotated&password=sandbox-secret-old";
    String next = address + "user=rotated&password=sandbox-secret-next";
    try (Connection connection = DriverManager.getConnection(admin);
        Statement server = connection.createStatement()) {
      onlyWithPassword(server, "rotated");
      server.execute("create role rotated superuser login password 'sandbox-secret-old'");
      try (SandboxFixture fixture = start(Map.of("DATABASE_URL", old))) {
        fixture.restart(Duration.ofSeconds(3));
        RawSlackRequests requests = RawSlackRequests.to(fixture);
        await().until(() -> requests.get("/readyz").status() == 200);
        server.execute("alter role rotated password 'sandbox-secret-next'");
        await()
            .untilAsserted(() -> {
              endConnections(server);
              assertThat(requests.get("/readyz").body())
                  .contains("refuses the user or the password");
            });

        write("DATABASE_URL", next);
        await().until(() -> requests.get("/readyz").status() == 200);
        IncidentConversation.declared(fixture.sandboxUsers(), 1, Map.of()).reads("4 of 5 done");
      }
    }
  }

  /** The server of the tests trusts everybody else. */
  private static void onlyWithPassword(Statement server, String role) throws Exception {
    try (ResultSet file = server.executeQuery("show hba_file")) {
      file.next();
      Path rules = Path.of(file.getString(1));
      Files.writeString(
          rules, "host all " + role + " all scram-sha-256\n" + Files.readString(rules));
    }
    server.execute("select pg_reload_conf()");
  }

  /**
   * To be repeated: the pool is still being filled, and a connection that logs in with the old
   * password at the moment of the change isn't listed under its role yet, so it would stay.
   */
  private static void endConnections(Statement server) throws Exception {
    server.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'rotated'");
  }

  private static int signed(SandboxFixture fixture, String secret) {
    return new RawSlackRequests(fixture.bot(), secret)
        .posts(RawSlackRequests.slash(REQUESTER, INCIDENTS, "help"))
        .status();
  }
}
