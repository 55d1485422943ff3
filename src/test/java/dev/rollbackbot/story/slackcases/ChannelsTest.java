package dev.rollbackbot.story.slackcases;

import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.sandbox.slack.state.SlackFaults;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Channels that are renamed, moved, converted, and archived for a while. */
final class ChannelsTest {
  private static final String STAKEHOLDERS = "C0PRODUCT";
  private static final String MOVED = "C0PRODUCTNEW";

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
  void a_name_that_is_taken_leads_to_the_next_one() {
    faults.rename("C0GENERAL", "inc-1-factory");
    users.types(REQUESTER, INCIDENTS, "/rollback factory");
    users.submits(REQUESTER, Map.of("description", ModalInput.text("Factory pages answer 500")));
    String channel = users.channel("inc-1-factory-2");
    users.reads(REQUESTER, channel, "4 of 5 done");
  }

  @Test
  void a_renamed_channel_gets_its_posts_all_the_same() {
    IncidentConversation incident = IncidentConversation.planned(users, 1);
    users.reads(STAKEHOLDER, STAKEHOLDERS, "The Factory has a problem");
    faults.rename(STAKEHOLDERS, "product-news");
    faults.rename(INCIDENTS, "all-incidents");
    faults.rename(incident.channel(), "the-bad-deploy");
    incident.approved();
    UsualRollback.toTheEnd(users, incident.channel());
    users.reads(STAKEHOLDER, STAKEHOLDERS, "the version before is back");
    users.reads(REQUESTER, INCIDENTS, "RESOLVED");
  }

  @Test
  void a_channel_whose_id_changed_is_found_again_by_its_name() {
    IncidentConversation incident = IncidentConversation.planned(users, 1);
    users.reads(STAKEHOLDER, STAKEHOLDERS, "The Factory has a problem");
    faults.changeId(STAKEHOLDERS, MOVED);
    incident.approved();
    UsualRollback.toTheEnd(users, incident.channel());
    users.reads(STAKEHOLDER, MOVED, "the version before is back");
  }

  @Test
  void channels_that_become_private_keep_working_while_the_bot_is_in_them() {
    IncidentConversation incident = IncidentConversation.planned(users, 1);
    faults.convert(INCIDENTS, true);
    faults.convert(STAKEHOLDERS, true);
    faults.convert(incident.channel(), true);
    incident.approved();
    UsualRollback.toTheEnd(users, incident.channel());
    users.reads(STAKEHOLDER, STAKEHOLDERS, "the version before is back");
    users.reads(REQUESTER, INCIDENTS, "RESOLVED");
    faults.convert(incident.channel(), false);
    incident.presses(REQUESTER, "Write the post-mortem");
    incident.reads("post-mortem");
  }

  @Test
  void the_panel_goes_back_to_its_own_channel_when_that_is_no_longer_archived() {
    IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
    incident.reads("4 of 5 done");
    faults.archive(incident.channel(), true);
    incident.presses(REQUESTER, "Done");
    IncidentConversation there = new IncidentConversation(users, INCIDENTS);
    there.reads("*Waiting for approval*");
    faults.archive(incident.channel(), false);
    there.approved();
    incident.reads("*Checking*");
    there.reads("The panel of INC-1 is in");
    assertThat(there.text()).doesNotContain("*Checking*");
    UsualRollback.toTheEnd(users, incident.channel());
    there.saysOnce("The panel of INC-1 is in");
    incident.saysOnce("# INC-1");
  }
}
