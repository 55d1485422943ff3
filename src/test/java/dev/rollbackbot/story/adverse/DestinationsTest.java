package dev.rollbackbot.story.adverse;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.sandbox.slack.state.SlackFaults;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A channel that can't be used delays only what goes there, and is taken up again. */
final class DestinationsTest {
  private static final String STAKEHOLDERS = "C0PRODUCT";

  @Test
  void an_archived_channel_of_stakeholders_is_told_to_the_lead_and_gets_one_post_when_mended() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      SlackFaults faults = fixture.sandbox().slackFaults();
      faults.archive(STAKEHOLDERS, true);
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.reads("The first notice to stakeholders did not reach");
      incident.reads("It is tried again by itself");
      incident.approved();
      UsualRollback.toTheEnd(users, incident.channel());
      incident.saysOnce("The first notice to stakeholders did not reach");
      assertThat(users.messages(STAKEHOLDER, STAKEHOLDERS)).isEmpty();
      faults.archive(STAKEHOLDERS, false);
      users.reads(STAKEHOLDER, STAKEHOLDERS, "the version before is back");
      await().until(() -> !incident.text().contains("[Post again]"));
      assertThat(users.messages(STAKEHOLDER, STAKEHOLDERS)).hasSize(1);
      // It is the only one, so it doesn't speak of another.
      assertThat(users.messages(STAKEHOLDER, STAKEHOLDERS).toString())
          .doesNotContain("our first message");
    }
  }

  @Test
  void an_archived_incidents_channel_holds_no_incident_up_and_shows_its_end_when_mended() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      SlackFaults faults = fixture.sandbox().slackFaults();
      IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
      incident.reads("4 of 5 done");
      faults.archive(INCIDENTS, true);
      incident.presses(REQUESTER, "Done");
      incident.reads("Slack refused the incident's card");
      incident.reads("Somebody must unarchive that channel.");
      incident.approved();
      UsualRollback.toTheEnd(users, incident.channel());
      incident.saysOnce("Slack refused the incident's card");
      faults.archive(INCIDENTS, false);
      users.reads(REQUESTER, INCIDENTS, "RESOLVED");
    }
  }

  @Test
  void a_channel_of_the_incident_where_the_bot_may_not_post_is_told_in_the_incidents_channel() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
      incident.reads("4 of 5 done");
      fixture.sandbox().slackFaults().restrict(incident.channel(), true);
      incident.presses(REQUESTER, "Done");
      IncidentConversation there = new IncidentConversation(users, INCIDENTS);
      there.reads("Slack refused a post in this incident's own channel");
      there.reads("An admin of the workspace must allow the bot to post there.");
      there.reads("is ready. Someone in");
      fixture.sandbox().slackFaults().restrict(incident.channel(), false);
      incident.approved();
      incident.reads("4 checks need a person");
    }
  }

  @Test
  void an_archived_channel_of_the_incident_is_told_to_the_lead_in_the_incidents_channel() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
      incident.reads("4 of 5 done");
      fixture.sandbox().slackFaults().archive(incident.channel(), true);
      incident.presses(REQUESTER, "Done");
      IncidentConversation there = new IncidentConversation(users, INCIDENTS);
      there.reads("*Waiting for approval*");
      there.reads("Slack refused a post in this incident's own channel");
      there.reads("Until then everything is posted here; the panel stays here.");
      there.approved();
      UsualRollback.toTheEnd(users, INCIDENTS);
      there.saysOnce("Slack refused a post in this incident's own channel");
    }
  }
}
