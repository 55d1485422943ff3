package dev.rollbackbot.story;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** RESOLVED says what is live, whatever happened on the way. */
final class EndingStoryTest {
  @Test
  void a_skipped_step_ends_partly_rolled_back_and_everybody_is_told_what_is_live() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      users.fault("fail-planning-once", true);
      incident.approved();
      incident.reads("*Step 2 failed");
      incident.says(REQUESTER, "Skip…", "It has no part in it");
      incident.reads("*Checking*");
      incident.waives("planning-machine-health", "Known to be broken");
      incident.waives("error-rate", "Known to be high");
      UsualRollback.check(users, incident.channel());
      incident.reads("for this ending: *partly rolled back*");
      UsualRollback.sign(users, incident.channel());

      incident.reads("*RESOLVED: Factory Feature partly rolled back*");
      incident.reads("• planning-machine: v17 is live, not v16");
      incident.reads("“Roll back planning-machine”: skipped by");
      incident.reads("Waived: “Planning machine is healthy” by");
      assertThat(incident.text())
          .contains("Health checks not confirmed", "Error rate not confirmed as back at baseline")
          .doesNotContain(
              "RESOLVED: Factory Feature rolled back",
              "planning-machine: v16 is live",
              "Health checks passing",
              "Error rate returned");
      users.reads(REQUESTER, INCIDENTS, "*RESOLVED: Factory Feature partly rolled back*");
      String stakeholders = users.channel("product-updates");
      users.reads(REQUESTER, stakeholders, "the version before is back in part");
      users.reads(REQUESTER, stakeholders, "Not taken back: planning-machine");
      users.reads(
          REQUESTER,
          stakeholders,
          "Not checked: Planning machine is healthy, Error rate is at most 1%");
    }
  }

  @Test
  void what_is_deployed_over_the_verified_version_voids_the_signature() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.approved();
      UsualRollback.check(users, incident.channel());
      incident.presses(REQUESTER, "Sign “rolled back by”");
      incident.reads("✓ Rolled back by");
      incident.presses(APPROVER, "Sign “verified by”…");
      users.modal(APPROVER);
      // Right before the signature: a probe finds it too, after seconds.
      users.fault("someone-deploys", true);
      users.submits(APPROVER, Map.of());
      incident.reads("nothing is signed. gateway runs v43 now, which is not what was verified");
      incident.reads("Deployed by");
      incident.reads("*Checking*");
      assertThat(incident.text()).doesNotContain("RESOLVED");
    }
  }

  @Test
  void a_waiver_for_what_was_live_before_is_asked_for_again() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.approved();
      incident.reads("*Checking*");
      incident.waives("error-rate", "Known to be high");
      UsualRollback.check(users, incident.channel());
      incident.presses(REQUESTER, "Sign “rolled back by”");
      incident.reads("✓ Rolled back by");
      incident.presses(APPROVER, "Sign “verified by”…");
      users.modal(APPROVER);
      // Right before the signature: a probe finds it too, after seconds.
      users.fault("someone-deploys", true);
      users.submits(APPROVER, Map.of());
      incident.reads("and so is what was waived: “Error rate is at most 1%”.");
      users.types(REQUESTER, incident.channel(), "/rollback log");
      incident.isTold(REQUESTER, "No longer waived: “Error rate is at most 1%”.");
      incident.reads("*Checking*");
      assertThat(incident.text()).doesNotContain("RESOLVED");
      incident.waives("error-rate", "Still known to be high");
    }
  }

  @Test
  void after_a_change_of_method_the_first_plan_still_counts_and_who_asked_does_not_approve() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      users.fault("fail-planning-once", true);
      incident.approved();
      incident.reads("*Step 2 failed");
      incident.presses(RESPONDER, "Next method");
      incident.reads("*Waiting for approval*");
      incident.presses(REQUESTER, incident.approve());
      incident.isTold(REQUESTER, "You asked for this rollback");
      incident.approved();
      for (int step = 1; step <= 5; step++) {
        incident.reads("step " + step + " of 5");
        incident.says(RESPONDER, "Done…", "run " + step);
      }
      incident.reads("*Checking*");
      incident.waives("planning-machine-health", "Known to be broken");
      incident.waives("error-rate", "Known to be high");
      incident.waives("factory-page", "Nobody deployed it");
      UsualRollback.check(users, incident.channel());
      incident.reads("for this ending: *partly rolled back*");
      incident.presses(REQUESTER, "Sign “rolled back by”");
      incident.reads("✓ Rolled back by");
      incident.presses(RESPONDER, "Sign “verified by”…");
      assertThat(users.submits(RESPONDER, Map.of()).toString())
          .containsAnyOf("You asked for this rollback", "You carried out a step");
      users.closesModal(RESPONDER);
      incident.presses(APPROVER, "Sign “verified by”…");
      users.submits(APPROVER, Map.of());
      incident.reads("*RESOLVED: Factory Feature partly rolled back*");
      incident.reads("• planning-machine: v17 is live, not v16");
    }
  }
}
