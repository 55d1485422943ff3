package dev.rollbackbot.story.slackcases;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.sandbox.slack.state.SlackFaults;
import dev.rollbackbot.sandbox.slack.state.Workspace;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.SandboxUsers;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups in which nobody can act, and people who have left. */
final class PeopleAndGroupsTest {
  private static final String ONCALL = "S0ONCALL";

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

  private String readiness() {
    return RawSlackRequests.to(fixture).get("/readyz").body();
  }

  private String members(String channel) {
    return users.sees(REQUESTER).getJsonArray("channels").getValuesAs(JsonObject.class).stream()
        .filter(c -> c.getString("id").equals(channel))
        .map(c -> c.get("members").toString())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_disabled_group_is_named_with_the_way_out_and_nothing_is_done() {
    faults.disableGroup(ONCALL, true);
    users.types(REQUESTER, INCIDENTS, "/rollback factory");
    users.submits(REQUESTER, Map.of("description", ModalInput.text("Factory pages answer 500")));
    assertThat(users.modal(REQUESTER).toString())
        .contains("no user group @oncall, or it is disabled: an admin of the workspace can enable");
    assertThat(readiness())
        .contains("groups: factory ", "the user group @oncall does not exist or is disabled");
  }

  @Test
  void who_starts_an_incident_that_nobody_else_can_approve_is_told_so() {
    faults.setMembers(ONCALL, List.of(REQUESTER));
    IncidentConversation.declared(users, 1, Map.of());
    IncidentConversation.isTold(
        users, REQUESTER, INCIDENTS, "Nobody else can approve at the moment: @oncall is disabled");
    assertThat(readiness()).contains("groups: well");
  }

  @Test
  void an_empty_group_is_named_by_readiness() {
    faults.setMembers(ONCALL, List.of());
    assertThat(readiness()).contains("factory ", "the user group @oncall has no members");
  }

  @Test
  void people_who_have_left_are_not_invited_or_counted_and_keep_nobody_else_out() {
    faults.become(APPROVER, Workspace.Membership.DEACTIVATED);
    faults.hire("U0NEWLEAD01", "new-lead");
    faults.setMembers(ONCALL, List.of(REQUESTER, APPROVER));
    faults.become("U0NEWLEAD01", Workspace.Membership.DEACTIVATED);
    IncidentConversation incident = declaredWithLead("U0NEWLEAD01");
    await()
        .untilAsserted(
            () -> assertThat(members(incident.channel())).contains(REQUESTER, RESPONDER));
    assertThat(members(incident.channel())).doesNotContain(APPROVER, "U0NEWLEAD01");
    IncidentConversation.isTold(users, REQUESTER, INCIDENTS, "Nobody else can approve");
    incident.reads("4 of 5 done");
  }

  private IncidentConversation declaredWithLead(String lead) {
    users.types(REQUESTER, INCIDENTS, "/rollback factory");
    users.submits(
        REQUESTER,
        Map.of(
            "description",
            ModalInput.text("Factory pages answer 500"),
            "lead",
            Json.createObjectBuilder()
                .add("type", "users_select")
                .add("selected_user", lead)
                .build()));
    return new IncidentConversation(users, users.channel("inc-1-factory"));
  }
}
