package dev.rollbackbot.story;

import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two services that are rolled back at the same time, and a third one after them. */
final class TogetherStoryTest {
  private static final String FIRST = "      - id: gateway\n        title: Roll back gateway\n";
  private static final String AFTER = "      - id: ui\n        title: Roll back UI Pages\n";

  @TempDir Path folder;

  private SandboxFixture start() {
    return SandboxFixture.quick(
        Path.of("manifest.yml"),
        _ -> {
          try {
            Path runbooks = FastRunbook.runbooks(folder);
            Path file = runbooks.resolve("factory.yaml");
            Files.writeString(file, grouped(Files.readString(file)));
            return Map.of("RUNBOOKS", runbooks.toString());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static String grouped(String text) {
    int from = text.indexOf(FIRST);
    int to = text.indexOf(AFTER);
    return text.substring(0, from)
        + "      - together:\n"
        + text.substring(from, to).indent(4)
        + text.substring(to);
  }

  @Test
  void both_are_back_before_the_next_one_begins() {
    try (SandboxFixture fixture = start()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.reads("*At the same time:* Roll back gateway, Roll back planning-machine");
      incident.approved();
      UsualRollback.toTheEnd(users, incident.channel());
      assertThat(IncidentConversation.rollbacks(users)).hasSize(3);
      assertThat(IncidentConversation.rollbacks(users).getLast()).isEqualTo("ui");
    }
  }

  @Test
  void the_second_fails_and_is_tried_again_before_the_next_one_begins() {
    try (SandboxFixture fixture = start()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      users.fault("fail-planning-once", true);
      incident.approved();
      incident.reads("*Step 2 failed");
      incident.reads("“Roll back planning-machine” did not work.");
      assertThat(IncidentConversation.rollbacks(users)).hasSize(1);
      incident.presses(REQUESTER, "Retry");
      UsualRollback.toTheEnd(users, incident.channel());
      assertThat(IncidentConversation.rollbacks(users)).hasSize(3);
    }
  }
}
