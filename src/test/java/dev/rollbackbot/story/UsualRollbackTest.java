package dev.rollbackbot.story;

import static dev.rollbackbot.story.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.SandboxUsers.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.GoldenFile;
import dev.rollbackbot.SandboxFixture;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From the slash command to RESOLVED, as people read it. */
final class UsualRollbackTest {
  @Test
  void over_signed_http() {
    try (SandboxFixture sandboxFixture = SandboxFixture.http()) {
      GoldenFile.check("story.txt", play(sandboxFixture.sandboxUsers()));
    }
  }

  @Test
  void over_socket_mode_the_story_reads_the_same() {
    try (SandboxFixture sandboxFixture = SandboxFixture.socket()) {
      GoldenFile.check("story.txt", play(sandboxFixture.sandboxUsers()));
    }
  }

  private static String play(SandboxUsers sandboxUsers) {
    IncrementalTranscript book = new IncrementalTranscript(sandboxUsers);

    sandboxUsers.types(REQUESTER, INCIDENTS, "/rollback factory");
    sandboxUsers.submits(
        REQUESTER, Map.of("description", ModalInput.text("Factory pages answer 500")));
    String channel = sandboxUsers.channel("inc-1-factory");
    sandboxUsers.reads(REQUESTER, channel, "4 of 5 done");
    sandboxUsers.reads(REQUESTER, channel, "lines");
    book.chapter("The requester has typed /rollback factory and pressed Start", channel, INCIDENTS);

    sandboxUsers.presses(REQUESTER, channel, "Done");
    sandboxUsers.reads(REQUESTER, channel, "Waiting for approval");
    sandboxUsers.reads(REQUESTER, channel, "is ready");
    book.chapter("The requester has confirmed the screenshot", channel);

    String approve = UsualRollback.approve(sandboxUsers);
    sandboxUsers.presses(REQUESTER, channel, approve);
    sandboxUsers.reads(REQUESTER, channel, "someone else in");
    book.chapter("The requester has tried to approve", channel);

    sandboxUsers.fault("fail-planning-once", true);
    sandboxUsers.presses(APPROVER, channel, approve);
    sandboxUsers.reads(REQUESTER, channel, "*Step 2 failed*");
    book.chapter("The approver has approved; the second step fails", channel);

    sandboxUsers.presses(REQUESTER, channel, "Retry");
    UsualRollback.check(sandboxUsers, channel);
    sandboxUsers.reads(REQUESTER, channel, "Every check holds");
    book.chapter("Retried, spread, every check holds", channel);

    UsualRollback.sign(sandboxUsers, channel);
    sandboxUsers.reads(REQUESTER, channel, "RESOLVED: Factory");
    sandboxUsers.reads(REQUESTER, INCIDENTS, "RESOLVED: Factory");
    sandboxUsers.reads(STAKEHOLDER, "C0PRODUCT", "is over");
    sandboxUsers.reads(STAKEHOLDER, "C0SUPPORT", "is over");
    book.chapter("Both have signed", channel, INCIDENTS, "C0PRODUCT");

    assertThat(sandboxUsers.inspect().getJsonArray("providerRollbacks")).hasSize(3);
    return book.text();
  }
}
