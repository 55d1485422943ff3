package dev.rollbackbot.story.trigger;

import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;

import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a bad deployment nobody types anything until the bot has noticed it. */
final class TriggerStoryTest {
  @TempDir Path folder;

  private SandboxFixture start(TriggerMode mode) {
    return SandboxFixture.quick(
        Path.of("manifest.yml"),
        _ ->
            Map.of(
                "RUNBOOKS",
                FastRunbook.measuringHealth(folder, mode, UnaryOperator.identity()).toString()));
  }

  @Test
  void a_rollback_is_proposed_and_the_change_is_named() {
    try (SandboxFixture fixture = start(TriggerMode.PROPOSE)) {
      SandboxUsers users = fixture.sandboxUsers();
      users.reads(REQUESTER, INCIDENTS, "Health check failures");
      users.reads(REQUESTER, INCIDENTS, "Start the rollback");
      users.types(REQUESTER, INCIDENTS, "/rollback triggers");
      users.reads(REQUESTER, INCIDENTS, "a rollback was proposed because of");
    }
  }
}
