package dev.rollbackbot.story.trigger;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import jakarta.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The factory's own triggers and verification, measured, from a bad deployment to RESOLVED. */
final class FactoryProposalStoryTest {
  @TempDir Path folder;

  private SandboxFixture start() {
    return SandboxFixture.quick(
        Path.of("manifest.yml"),
        _ ->
            Map.of(
                "RUNBOOKS",
                FastRunbook.measured(folder).toString(),
                "RUNBOOK_SANDBOX_MODE",
                "propose",
                "RUNBOOK_FACTORY_WINDOW",
                "4s",
                "RUNBOOK_FACTORY_DELAY",
                "1s",
                "RUNBOOK_FACTORY_EVERY",
                "1s",
                "RUNBOOK_FACTORY_GRACE",
                "2s"));
  }

  private static BufferedImage picture(JsonObject message) throws IOException {
    URI address = URI.create(message.getJsonArray("files").getJsonObject(0).getString("url"));
    try (InputStream png = address.toURL().openStream()) {
      byte[] bytes = png.readAllBytes();
      return ImageIO.read(new ByteArrayInputStream(bytes));
    }
  }

  @Test
  void nobody_types_anything_and_what_was_measured_is_in_resolved() throws IOException {
    try (SandboxFixture fixture = start()) {
      SandboxUsers users = fixture.sandboxUsers();
      users.fault("database-fails", true);
      users.fault("logins-fail", true);
      users.reads(REQUESTER, INCIDENTS, "Error rate above 1% in the first hour");
      users.reads(REQUESTER, INCIDENTS, "Response time p95 above 1000 ms");
      users.reads(REQUESTER, INCIDENTS, "Service binding errors");
      users.reads(REQUESTER, INCIDENTS, "Database connection errors: more than 5% of queries fail");
      users.reads(REQUESTER, INCIDENTS, "Authentication or authorization failures");
      users.fault("database-fails", false);
      users.fault("logins-fail", false);
      assertThat(IncidentConversation.rollbacks(users)).isEmpty();

      users.presses(REQUESTER, INCIDENTS, "Start the rollback");
      String channel = users.channel("inc-1-factory");
      users.reads(REQUESTER, channel, "4 of 5 done");
      users.presses(REQUESTER, channel, "Done");
      users.reads(REQUESTER, channel, "Waiting for approval");
      users.presses(APPROVER, channel, UsualRollback.approve(users));
      IncidentConversation incident = new IncidentConversation(users, channel);
      incident.reads(
          "✓ Error rate is back at the baseline   0.2 % (before the deployment 0.2 %), was ");
      incident.reads("✓ Response time p95 is back at the baseline   225 ms");
      incident.reads("0 entries since the rollback (at most 0)");
      UsualRollback.toTheEnd(users, channel);
      incident.reads("✓ Error rate returned to baseline");
      incident.reads("✓ Core endpoints functioning");
      incident.reads("What was measured, with the times of each change");
      assertThat(picture(users.reads(REQUESTER, channel, "measured-inc-1-")).getWidth())
          .isGreaterThan(1_000);
    }
  }
}
