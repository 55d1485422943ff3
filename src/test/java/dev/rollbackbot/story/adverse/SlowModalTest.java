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

/** A modal whose content can't be read in time, because the database is busy. */
final class SlowModalTest {
  @Test
  void it_opens_without_its_content_and_gets_it_when_it_was_read() throws Exception {
    String database = TestDatabase.postgres();
    try (SandboxFixture fixture =
        SandboxFixture.quick(Path.of("manifest.yml"), _ -> Map.of("DATABASE_URL", database))) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
      incident.reads("4 of 5 done");
      fixture.restartWithModalsWithin(Duration.ofSeconds(10));
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
}
