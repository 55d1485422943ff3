package dev.rollbackbot.story;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.GUEST;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.PARTNER;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.sandbox.slack.state.SlackFaults;
import dev.rollbackbot.sandbox.slack.state.Workspace.Membership;
import dev.rollbackbot.story.fixture.BotDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose consent counts is read from Slack at that moment. */
final class ConsentTest {
  private static final String CONSENT =
      "select type from incident_event where type in ('Approved', 'BreakGlassUsed', 'CheckWaived',"
          + " 'SignedRolledBack', 'SignedVerified')";

  @Test
  void only_present_members_of_the_group_approve_and_without_an_answer_nobody() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      SlackFaults slack = fixture.sandbox().slackFaults();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      String approve = incident.approve();
      String hash = incident.planHash();
      users.types(APPROVER, INCIDENTS, "/rollback help");

      slack.revokeToken(true);
      incident.presses(APPROVER, approve);
      incident.isTold(APPROVER, "Slack can't say at the moment who may do this");
      slack.revokeToken(false);

      slack.become(APPROVER, Membership.GUEST);
      incident.presses(APPROVER, approve);
      incident.isTold(APPROVER, "Guests of the workspace can't do this");
      slack.become(APPROVER, Membership.EXTERNAL);
      incident.presses(APPROVER, approve);
      incident.isTold(APPROVER, "People of another company can't do this");
      slack.become(APPROVER, Membership.DEACTIVATED);
      incident.presses(APPROVER, approve);
      incident.isTold(APPROVER, "This account is deactivated");
      slack.become(APPROVER, Membership.MEMBER);
      slack.leaveGroups(APPROVER);
      incident.presses(APPROVER, approve);
      incident.isTold(APPROVER, "Only members of <!subteam^");

      RawSlackRequests requests = RawSlackRequests.to(fixture);
      requests.posts(RawSlackRequests.click(GUEST, INCIDENTS, "approve", "1|" + hash));
      IncidentConversation.isTold(users, GUEST, INCIDENTS, "Guests of the workspace can't");
      requests.posts(RawSlackRequests.click(PARTNER, INCIDENTS, "approve", "1|" + hash));
      IncidentConversation.isTold(users, PARTNER, INCIDENTS, "People of another company can't");
      users.types(GUEST, INCIDENTS, "/rollback help");
      IncidentConversation.isTold(
          users, GUEST, INCIDENTS, "Guests of the workspace can't do this, unless the runbook");

      assertThat(BotDatabase.column(fixture, CONSENT)).isEmpty();
      assertThat(IncidentConversation.rollbacks(users)).isEmpty();
    }
  }

  @Test
  void somebody_who_left_the_group_a_moment_ago_neither_waives_nor_signs() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      RawSlackRequests requests = RawSlackRequests.to(fixture);
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.approved();
      incident.reads("*Checking*");
      String shown = users.value(APPROVER, incident.channel(), "Add a note, waive…");
      users.types(RESPONDER, INCIDENTS, "/rollback help");
      fixture.sandbox().slackFaults().leaveGroups(RESPONDER);
      JsonObject waiver =
          Json.createObjectBuilder()
              .add("how", field("how", option("skip")))
              .add("choice", field("choice", option("gateway-health")))
              .add("text", field("text", ModalInput.text("It is fine")))
              .build();
      assertThat(
              requests
                  .posts(
                      RawSlackRequests.submission(RESPONDER, "dialog:settle_check", shown, waiver))
                  .body())
          .contains("Only members of");
      UsualRollback.check(users, incident.channel());
      requests.posts(RawSlackRequests.click(RESPONDER, INCIDENTS, "sign_rolled_back", "1"));
      IncidentConversation.isTold(users, RESPONDER, INCIDENTS, "Only members of");
      JsonObject day =
          Json.createObjectBuilder()
              .add(
                  "day",
                  field(
                      "day",
                      Json.createObjectBuilder()
                          .add("type", "datepicker")
                          .add("selected_date", "2999-01-01")
                          .build()))
              .build();
      assertThat(
              requests
                  .posts(RawSlackRequests.submission(RESPONDER, "dialog:sign_verified", "1", day))
                  .body())
          .contains("Only members of");
      assertThat(BotDatabase.column(fixture, CONSENT)).containsExactly("Approved");
    }
  }

  @Test
  void break_glass_needs_a_real_reason_and_is_told_to_the_approvers_in_the_incidents_channel() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident =
          IncidentConversation.declared(users, 1, Map.of("severity", "CRITICAL"));
      incident.reads("*Waiting for approval*");
      assertThat(incident.says(REQUESTER, "Break glass…", "asap").toString())
          .contains("at least 10 characters");
      users.closesModal(REQUESTER);
      assertThat(submitsReason(fixture, incident.planHash(), "   asap !!   ").body())
          .contains("Say why, in 10 to 500 characters.");
      assertThat(BotDatabase.column(fixture, CONSENT)).isEmpty();

      incident.says(REQUESTER, "Break glass…", "Data is being lost");
      JsonObject post = users.reads(REQUESTER, INCIDENTS, "*Break-glass.*");
      assertThat(post.toString()).contains("<!subteam^S0ONCALL>", "Data is being lost", "INC-1");
      assertThat(post.containsKey("thread_ts")).as("a post of its own: %s", post).isFalse();
      incident.reads("Data is being lost");
    }
  }

  @Test
  void a_runbook_can_forbid_to_break_the_glass() throws IOException {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      Path runbook = fixture.folder().resolve("runbooks/factory.yaml");
      Files.writeString(
          runbook, Files.readString(runbook).replace("glass: critical", "glass: never"));
      fixture.restart();
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident =
          IncidentConversation.declared(users, 1, Map.of("severity", "CRITICAL"));
      incident.reads("*Waiting for approval*");
      assertThat(users.count(REQUESTER, incident.channel(), "Break glass…")).isZero();
      assertThat(submitsReason(fixture, incident.planHash(), "Data is being lost").body())
          .contains("The runbook allows no rollback without an approval here");
      assertThat(IncidentConversation.rollbacks(users)).isEqualTo(List.of());
    }
  }

  private static RawSlackRequests.BotResponse submitsReason(
      SandboxFixture fixture, String hash, String reason) {
    JsonObject values =
        Json.createObjectBuilder().add("text", field("text", ModalInput.text(reason))).build();
    return RawSlackRequests.to(fixture)
        .posts(RawSlackRequests.submission(REQUESTER, "dialog:break_glass", "1|" + hash, values));
  }

  private static JsonObject field(String action, jakarta.json.JsonValue value) {
    return Json.createObjectBuilder().add(action, value).build();
  }

  private static JsonObject option(String value) {
    return Json.createObjectBuilder()
        .add("type", "static_select")
        .add("selected_option", Json.createObjectBuilder().add("value", value))
        .build();
  }
}
