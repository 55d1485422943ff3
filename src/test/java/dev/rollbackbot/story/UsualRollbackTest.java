package dev.rollbackbot.story;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.GoldenFile;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncrementalTranscript;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A rollback from the slash command to RESOLVED, compared with a golden transcript. */
final class UsualRollbackTest {
  @Test
  void over_signed_http() {
    try (SandboxFixture fixture = SandboxFixture.http()) {
      GoldenFile.check("story.txt", play(fixture));
    }
  }

  @Test
  void over_socket_mode_the_transcript_is_the_same() {
    try (SandboxFixture fixture = SandboxFixture.socket()) {
      GoldenFile.check("story.txt", play(fixture));
    }
  }

  private static String play(SandboxFixture fixture) {
    SandboxUsers users = fixture.sandboxUsers();
    IncrementalTranscript transcript = new IncrementalTranscript(fixture);

    users.types(REQUESTER, INCIDENTS, "/rollback factory");
    users.submits(REQUESTER, Map.of("description", ModalInput.text("Factory pages answer 500")));
    String channel = users.channel("inc-1-factory");
    users.reads(REQUESTER, channel, "4 of 5 done");
    users.reads(REQUESTER, channel, "lines");
    transcript.chapter(
        "The requester has typed /rollback factory and pressed Start", channel, INCIDENTS);

    users.presses(REQUESTER, channel, "Done");
    users.reads(REQUESTER, channel, "Waiting for approval");
    users.reads(REQUESTER, channel, "is ready");
    users.reads(REQUESTER, channel, "Measured ");
    transcript.chapter("The requester has confirmed the screenshot", channel);

    String approve = UsualRollback.approve(users);
    users.presses(REQUESTER, channel, approve);
    users.reads(REQUESTER, channel, "someone else in");
    transcript.chapter("The requester has tried to approve", channel);

    users.fault("fail-planning-once", true);
    users.presses(APPROVER, channel, approve);
    users.reads(REQUESTER, channel, "*Step 2 failed");
    transcript.chapter("The approver has approved; the second step fails", channel);

    users.presses(REQUESTER, channel, "Retry");
    UsualRollback.check(users, channel);
    users.reads(REQUESTER, channel, "Every check holds");
    transcript.chapter("Retried, spread, every check holds", channel);

    UsualRollback.sign(users, channel);
    users.reads(REQUESTER, channel, "RESOLVED: Factory");
    users.reads(REQUESTER, channel, "(file post-mortem-inc-1-draft-1.md");
    users.reads(REQUESTER, INCIDENTS, "RESOLVED: Factory");
    users.reads(STAKEHOLDER, "C0PRODUCT", "The Factory is switched off for now");
    users.reads(STAKEHOLDER, "C0SUPPORT", "The Factory is switched off for now");
    transcript.chapter("Both have signed", channel, INCIDENTS, "C0PRODUCT");

    assertThat(users.inspect().getJsonArray("providerRollbacks")).hasSize(3);
    return transcript.text();
  }
}
