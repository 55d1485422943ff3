package dev.rollbackbot.story;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.Transcript;
import dev.rollbackbot.sandbox.slack.state.SlackFaults;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is watched after RESOLVED, and a post that stakeholders did not get. */
final class AfterResolvedStoryTest {
  private static final String STAKEHOLDERS = "C0PRODUCT";
  private static final String STAKEHOLDER = "U0STAKEHOLD";

  @Test
  void a_relapse_is_told_once_with_the_deployment_and_leads_to_reopening() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.approved();
      UsualRollback.toTheEnd(users, incident.channel());
      users.fault("someone-deploys", true);
      incident.reads("turned bad after all, 3 times in a row");
      incident.reads("gateway runs v43 now, not v41, which was signed.");
      incident.reads("Deployed by");
      incident.saysOnce("gateway runs v43 now");
      users.reads(REQUESTER, INCIDENTS, "v43");
      incident.says(REQUESTER, "It came back…", "500 again");
      incident.reads("is open again");
    }
  }

  @Test
  void another_live_version_is_told_once_although_every_probe_passes(@TempDir Path folder) {
    try (SandboxFixture fixture =
        SandboxFixture.quick(
            Path.of("manifest.yml"),
            _ -> Map.of("RUNBOOKS", FastRunbook.watchingClosely(folder).toString()))) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.approved();
      UsualRollback.toTheEnd(users, incident.channel());
      fixture.restart();
      users.fault("secret-changed", true);
      incident.reads("gateway runs v43 now, not v41, which was signed. Live since");
      users.fault("secret-changed", true);
      incident.reads("gateway runs v44 now, not v41, which was signed. Live since");
      incident.saysOnce("gateway runs v43 now");
      assertThat(incident.text()).doesNotContain("turned bad after all");
    }
  }

  @Test
  void a_post_that_stakeholders_did_not_get_is_told_and_posted_once_by_button() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      SlackFaults faults = fixture.sandbox().slackFaults();
      faults.archive(STAKEHOLDERS, true);
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.reads("The first notice to stakeholders did not reach");
      incident.reads("or it is archived");
      incident.presses(REQUESTER, "Post again");
      await().until(() -> count(incident.text(), "The first notice to stakeholders did not") == 2);
      incident.reads("[Post again]");
      faults.archive(STAKEHOLDERS, false);
      incident.presses(APPROVER, "Post again");
      users.reads(STAKEHOLDER, STAKEHOLDERS, "Factory");
      await().until(() -> !incident.text().contains("[Post again]"));
      assertThat(users.messages(STAKEHOLDER, STAKEHOLDERS)).hasSize(1);
    }
  }

  @Test
  void a_last_post_that_comes_late_says_that_something_has_changed_since() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      SlackFaults faults = fixture.sandbox().slackFaults();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      users.reads(STAKEHOLDER, STAKEHOLDERS, "Factory");
      incident.approved();
      UsualRollback.check(users, incident.channel());
      faults.archive(STAKEHOLDERS, true);
      UsualRollback.sign(users, incident.channel());
      incident.reads("The post to stakeholders about the end did not reach");
      users.fault("someone-deploys", true);
      incident.reads("turned bad after all, 3 times in a row");
      faults.archive(STAKEHOLDERS, false);
      users.reads(STAKEHOLDER, STAKEHOLDERS, "the version before is back");
      // The first message, which is kept current, follows.
      await()
          .untilAsserted(() ->
              assertThat(users.messages(STAKEHOLDER, STAKEHOLDERS))
                  .hasSize(2)
                  .allSatisfy(message ->
                      assertThat(Transcript.of(List.of(message)))
                          .contains("Since then something has changed again. We are looking")));
      users.reads(STAKEHOLDER, INCIDENTS, "has changed again. This is what was signed.");
    }
  }

  private static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }
}
