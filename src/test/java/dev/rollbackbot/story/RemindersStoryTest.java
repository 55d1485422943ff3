package dev.rollbackbot.story;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nobody answers, the bot is restarted meanwhile, and a probe never gives a usable answer. */
final class RemindersStoryTest {
  @Test
  void people_are_reminded_after_a_restart_too_and_decide_about_a_probe_that_never_answers()
      throws IOException {
    Path folder = Files.createTempDirectory("impatient");
    try (SandboxFixture fixture =
        SandboxFixture.quick(
            Path.of("manifest.yml"),
            _ -> Map.of("RUNBOOKS", FastRunbook.withImpatience(folder).toString()))) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
      incident.reads("4 of 5 done");
      fixture.restart();
      incident.reads("“Screenshot the Analytics Engine dashboard” is still open");
      incident.presses(REQUESTER, "Done");
      incident.reads("*Waiting for approval*");
      incident.approved();
      incident.reads("*Checking*");
      incident.reads("A person decides: waive it with a reason");
      incident.says(RESPONDER, "Count as failed: Planning machine is healthy", "It is down");
      incident.reads("counted “Planning machine is healthy” as failed: It is down");
      incident.reads("“Planning machine is healthy” still fails");
      incident.presses(RESPONDER, "Run again");
      incident.reads("A person decides: waive it with a reason");
      incident.presses(APPROVER, "Add a note, waive…");
      var view = users.modal(APPROVER);
      users.submits(
          APPROVER,
          Map.of(
              "choice", ModalInput.option(view, "choice", "planning-machine-health"),
              "how", ModalInput.option(view, "how", "skip"),
              "text", ModalInput.text("It is not reachable from here")));
      incident.reads("waived “Planning machine is healthy”: It is not reachable from here");
      UsualRollback.check(users, incident.channel());
      incident.reads("The signature “Rolled back by” is still missing");
      assertThat(incident.text()).contains(" min of 15");
      UsualRollback.sign(users, incident.channel());
    }
  }
}
