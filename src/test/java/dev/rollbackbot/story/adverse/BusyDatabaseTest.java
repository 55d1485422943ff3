package dev.rollbackbot.story.adverse;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.store.TestDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The database is too busy to decide, or to read, while a person waits. */
final class BusyDatabaseTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final String database = TestDatabase.postgres();

  private SandboxFixture started() {
    return SandboxFixture.quick(Path.of("manifest.yml"), _ -> Map.of("DATABASE_URL", database));
  }

  private static IncidentConversation prepared(SandboxUsers users) {
    IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
    incident.reads("4 of 5 done");
    return incident;
  }

  @Test
  void a_modal_opens_without_its_content_and_gets_it_when_it_was_read() throws Exception {
    try (SandboxFixture fixture = started()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = prepared(users);
      fixture.restartWithin(LIMIT, LIMIT);
      try (Connection other = DriverManager.getConnection(database);
          Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("lock table incident_event in access exclusive mode");
        incident.presses(REQUESTER, "Log");
        assertThat(users.modal(REQUESTER).toString())
            .contains("One moment: this is still being read.");
        other.rollback();
      }
      await()
          .untilAsserted(() ->
              assertThat(users.modal(REQUESTER).toString())
                  .doesNotContain("One moment")
                  .contains("declared"));
    }
  }

  @Test
  void a_click_on_a_locked_incident_is_acknowledged_and_decided_when_it_is_free() throws Exception {
    try (SandboxFixture fixture = started()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = prepared(users);
      fixture.restartWithin(Duration.ofSeconds(3), LIMIT);
      try (Connection other = DriverManager.getConnection(database);
          Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("select number from incident where number = 1 for update");
        incident.presses(REQUESTER, "Done");
        incident.isTold(REQUESTER, "Received, not decided yet: the database is slow.");
        assertThat(incident.text()).doesNotContain("*Waiting for approval*");
        other.rollback();
      }
      incident.isTold(REQUESTER, "That is done now. The panel shows how it stands.");
      incident.reads("*Waiting for approval*");
      incident.reads("is ready. Someone in");
      incident.saysOnce("is ready. Someone in");
    }
  }
}
