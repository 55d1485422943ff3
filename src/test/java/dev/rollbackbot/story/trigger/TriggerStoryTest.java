package dev.rollbackbot.story.trigger;

import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;

import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a bad deployment nobody types anything until the bot has noticed it. */
final class TriggerStoryTest {
  @TempDir Path folder;

  private SandboxFixture start(String mode) {
    return SandboxFixture.quick(
        Path.of("manifest.yml"), _ -> Map.of("RUNBOOKS", runbooks(mode).toString()));
  }

  private Path runbooks(String mode) {
    try {
      Path runbooks = FastRunbook.runbooks(folder);
      Path file = runbooks.resolve("factory.yaml");
      String measured =
          """
              health-checks:
                text: Health check failures
                mode: "off"
                modes: {sandbox: %s}
                measure:
                  service: gateway
                  path: /health
                  status: 200
                  json: [{at: /status, equals: ok}]
                every: 1s
          """
              .formatted(mode);
      Files.writeString(file, FastRunbook.automatic(Files.readString(file), measured));
      return runbooks;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_rollback_is_proposed_and_the_change_is_named() {
    try (SandboxFixture fixture = start("propose")) {
      SandboxUsers users = fixture.sandboxUsers();
      users.reads(REQUESTER, INCIDENTS, "Health check failures");
      users.reads(REQUESTER, INCIDENTS, "Start the rollback");
      users.types(REQUESTER, INCIDENTS, "/rollback triggers");
      users.reads(REQUESTER, INCIDENTS, "a rollback was proposed because of");
    }
  }
}
