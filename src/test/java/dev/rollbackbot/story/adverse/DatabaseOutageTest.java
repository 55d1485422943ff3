package dev.rollbackbot.story.adverse;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.SwitchableProxy;
import dev.rollbackbot.store.TestDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** PostgreSQL is away, for a moment and for longer: readiness and people are told the truth. */
final class DatabaseOutageTest {
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(3);
  private static final Pattern SINCE = Pattern.compile("database: .*\\(since ([^)]*)\\)");

  private static String since(RawSlackRequests requests) {
    Matcher line = SINCE.matcher(requests.get("/readyz").body());
    return line.find() ? line.group(1) : "";
  }

  /** The port is free again when whatever waited on it has ended. */
  private static void open(SwitchableProxy proxy, URI server) {
    await()
        .ignoreException(BindException.class)
        .until(() -> {
          proxy.open(server);
          return true;
        });
  }

  private static void newerBotComes(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "insert into flyway_schema_history select 9999, '9999', 'newer', type, 'newer.sql', 1,"
              + " installed_by, installed_on, 1, true from flyway_schema_history where"
              + " installed_rank = 1");
    }
  }

  @Test
  void readyz_says_since_when_and_is_well_again_when_it_is_back() throws Exception {
    String direct = TestDatabase.postgres();
    URI server = URI.create(direct.substring("jdbc:".length()));
    try (SwitchableProxy proxy = new SwitchableProxy()) {
      proxy.open(server);
      String through = "jdbc:" + proxy.through(server).replace("localhost", "127.0.0.1");
      try (SandboxFixture fixture =
          SandboxFixture.quick(Path.of("manifest.yml"), _ -> Map.of("DATABASE_URL", through))) {
        fixture.restart(LOCK_TIMEOUT);
        SandboxUsers users = fixture.sandboxUsers();
        RawSlackRequests requests = RawSlackRequests.to(fixture);
        IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
        incident.reads("4 of 5 done");
        await().until(() -> requests.get("/readyz").status() == 200);

        // Connections end, and new ones can be made at once.
        proxy.shut();
        open(proxy, server);
        await().until(() -> requests.get("/readyz").body().contains("database: well"));
        users.types(REQUESTER, INCIDENTS, "/rollback status");
        IncidentConversation.isTold(users, REQUESTER, INCIDENTS, "INC-1");

        proxy.shut();
        await()
            .until(
                () -> requests.get("/readyz"),
                r -> r.status() == 503 && r.body().contains("the server is not reached"));
        // The reading in between may have met a connection that was just ending.
        await().until(() -> !since(requests).isEmpty());
        String since = since(requests);
        assertThat(requests.get("/healthz").status()).isEqualTo(200);
        assertThat(
                requests
                    .posts(RawSlackRequests.slash(REQUESTER, incident.channel(), "cancel enough"))
                    .body())
            .contains("Nothing was stored");
        assertThat(since(requests)).isEqualTo(since);

        open(proxy, server);
        await().until(() -> requests.get("/readyz").status() == 200);
        assertThat(incident.text()).doesNotContain("Cancelled");
        incident.presses(REQUESTER, "Done");
        incident.reads("*Waiting for approval*");
        incident.saysOnce("is ready. Someone in");

        newerBotComes(direct);
        await()
            .until(
                () -> requests.get("/readyz"),
                r -> r.status() == 503 && r.body().contains("a newer bot uses it"));
        assertThat(requests.get("/healthz").status()).isEqualTo(200);
        assertThat(
                requests
                    .posts(RawSlackRequests.slash(REQUESTER, incident.channel(), "cancel enough"))
                    .body())
            .contains("Nothing was stored");
        assertThat(incident.text()).doesNotContain("Cancelled");
      }
    }
  }
}
