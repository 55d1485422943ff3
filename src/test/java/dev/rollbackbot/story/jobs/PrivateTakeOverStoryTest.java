package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A private incident takes the lock of another incident's job over. */
final class PrivateTakeOverStoryTest {
  private static final String REASON = "the leak must be closed now";

  @TempDir Path folder;

  private static IncidentConversation approvedInPrivate(SandboxFixture fixture) {
    SandboxUsers users = fixture.sandboxUsers();
    users.types(REQUESTER, INCIDENTS, "/rollback leak");
    users.submits(REQUESTER, Map.of("description", ModalInput.text("A key has leaked")));
    IncidentConversation incident = new IncidentConversation(users, users.channel("inc-2-leak"));
    incident.reads("1 of 1 still open");
    fixture.sandbox().slackFaults().enter(incident.channel(), APPROVER);
    incident.presses(REQUESTER, "Done");
    incident.presses(REQUESTER, "Choose…");
    users.submits(REQUESTER, Map.of("input:version", ModalInput.text("1.4.1")));
    incident.approved();
    return incident;
  }

  @Test
  void the_other_incident_does_not_read_who_did_it_and_why() throws Exception {
    SlowDeployment deployment = new SlowDeployment(folder);
    deployment.alsoInPrivate("leak");
    Map<String, String> settings = deployment.settings();
    try (SandboxFixture fixture = SandboxFixture.quick(Path.of("manifest.yml"), _ -> settings)) {
      IncidentConversation other = SlowDeployment.approved(fixture.sandboxUsers());
      await().until(() -> deployment.started() == 1);
      deployment.killWrappers();
      other.reads("The provider could not tell either");
      IncidentConversation secret = approvedInPrivate(fixture);
      secret.reads("INC-1");
      secret.says(REQUESTER, "Take over…", REASON);
      await().until(() -> deployment.started() == 2);
      secret.reads(REASON);
      other.reads("INC-2 (private) took the lock of “Deploy” over");
      fixture.sandboxUsers().types(REQUESTER, other.channel(), "/rollback log");
      other.isTold(REQUESTER, "INC-2 (private) took the lock of “Deploy” over");
      assertThat(other.text()).doesNotContain(REASON);
      assertThat(fixture.sandboxUsers().ephemerals(REQUESTER, other.channel()).toString())
          .doesNotContain(REASON);
      deployment.end(0);
    }
  }
}
