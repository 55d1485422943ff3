package dev.rollbackbot.story.adverse;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.sandbox.slack.state.SlackFaults;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slack lets the bot no longer post somewhere, or anywhere: who has to know reads it. */
final class RefusedChannelsTest {
  private static final String STAKEHOLDERS = "C0PRODUCT";
  private static final String RESTRICTED = "restricted_action";
  private static final String WAY_OUT =
      "An admin of the workspace must allow the bot to post there";

  private SandboxFixture fixture;
  private SandboxUsers users;
  private SlackFaults faults;

  @BeforeEach
  void begin() {
    fixture = SandboxFixture.quick();
    users = fixture.sandboxUsers();
    faults = fixture.sandbox().slackFaults();
  }

  @AfterEach
  void end() {
    fixture.close();
  }

  @Test
  void a_channel_of_stakeholders_where_it_may_not_post_is_told_to_the_lead_with_the_way_out() {
    faults.restrict(STAKEHOLDERS, RESTRICTED);
    IncidentConversation incident = IncidentConversation.planned(users, 1);
    incident.reads("The first notice to stakeholders did not reach");
    incident.reads("restricted_action: the bot may not post there");
    incident.reads(WAY_OUT);
    incident.approved();
    UsualRollback.toTheEnd(users, incident.channel());
    incident.saysOnce(WAY_OUT);
    assertThat(users.messages(STAKEHOLDER, STAKEHOLDERS)).isEmpty();
    faults.allow(STAKEHOLDERS);
    users.reads(STAKEHOLDER, STAKEHOLDERS, "the version before is back");
    assertThat(users.messages(STAKEHOLDER, STAKEHOLDERS)).hasSize(1);
  }

  @Test
  void an_incidents_channel_where_it_may_not_post_is_told_in_the_incidents_own_channel() {
    faults.restrict(INCIDENTS, "restricted_action_read_only_channel");
    IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
    incident.reads("Slack refused the incident's card");
    incident.reads("the bot may not post there");
    incident.reads(WAY_OUT);
    faults.allow(INCIDENTS);
    users.reads(STAKEHOLDER, INCIDENTS, "INC-1");
    incident.reads("4 of 5 done");
    incident.saysOnce("Slack refused the incident's card");
  }

  @Test
  void a_private_incident_whose_channel_refuses_it_is_told_of_outside_by_its_number_only() {
    IncidentConversation incident =
        IncidentConversation.declared(users, 1, Map.of("visibility", "PRIVATE"));
    incident.reads("4 of 5 done");
    faults.restrict(incident.channel(), RESTRICTED);
    incident.presses(REQUESTER, "Done");
    users.reads(STAKEHOLDER, INCIDENTS, "INC-1, a private incident: Slack refused");
    users.reads(STAKEHOLDER, INCIDENTS, WAY_OUT);
    assertThat(users.messages(STAKEHOLDER, INCIDENTS).toString())
        .doesNotContain("Factory", "factory", "answer 500", "gateway", incident.channel());
    faults.allow(incident.channel());
    incident.reads("is ready. Someone in");
    new IncidentConversation(users, INCIDENTS).saysOnce(WAY_OUT);
  }

  @Test
  void a_deactivated_bot_says_so_to_who_approves_and_on_readyz_and_goes_on_afterwards() {
    IncidentConversation incident = IncidentConversation.planned(users, 1);
    String approve = incident.approve();
    faults.deactivateBot(true);
    RawSlackRequests requests = RawSlackRequests.to(fixture);
    await()
        .untilAsserted(() ->
            assertThat(requests.get("/readyz").body())
                .contains("slack: Slack refuses the bot's token (account_inactive)"));
    incident.presses(APPROVER, approve);
    incident.isTold(APPROVER, "account_inactive");
    incident.isTold(APPROVER, "Nothing was done");
    faults.deactivateBot(false);
    await().until(() -> requests.get("/readyz").status() == 200);
    incident.approved();
    incident.reads("*Checking*");
    incident.saysOnce("approved plan");
  }
}
