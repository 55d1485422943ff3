package dev.rollbackbot.story.privacy;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.BotDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where captured logs are shown, and for how long they are kept. */
final class CapturedLogsStoryTest {
  private static final String FILE = "logs-gateway";

  private static boolean isThere(SandboxUsers users, String channel) {
    return users.messages(REQUESTER, channel).toString().contains(FILE);
  }

  @Test
  void they_are_a_file_in_the_incidents_channel_and_deleted_after_the_set_time() {
    try (SandboxFixture fixture =
        SandboxFixture.quick(Path.of("manifest.yml"), _ -> Map.of("ARTIFACT_RETENTION", "3s"))) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
      await().until(() -> isThere(users, incident.channel()));
      assertThat(isThere(users, INCIDENTS)).isFalse();

      await().until(() -> users.inspect().toString().contains("files.delete"));
      await().until(() -> BotDatabase.column(fixture, "select job from artifact").isEmpty());
    }
  }
}
