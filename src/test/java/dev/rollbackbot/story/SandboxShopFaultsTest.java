package dev.rollbackbot.story;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.UsualRollback;
import org.junit.jupiter.api.Test;

/** What the switches of the sandbox's second company do to its rollback. */
final class SandboxShopFaultsTest extends SandboxShopCase {
  private static final String CALL = "deploy.yml of shop/web at main";

  /** Switches one off, another on, and begins the step again. */
  private void next(IncidentConversation incident, String before, String now) {
    users.fault(before, false);
    if (!now.isEmpty()) {
      users.fault(now, true);
    }
    incident.presses(REQUESTER, "Retry");
  }

  private int runs() {
    return backend().getJsonArray("runs").size();
  }

  @Test
  void github_is_down_a_job_fails_and_is_skipped_and_then_it_deploys() {
    users.fault("github-down", true);
    IncidentConversation incident = approved("workflow", CALL);
    incident.reads("(HTTP 503)");
    incident.reads("*Step 1 failed");
    assertThat(runs()).isZero();
    next(incident, "github-down", "github-job-fails");
    incident.reads("failure, http");
    next(incident, "github-job-fails", "github-job-skipped");
    incident.reads("skipped");
    assertThat(checkout()).isEqualTo("1.6.0");
    next(incident, "github-job-skipped", "");
    UsualRollback.toTheEnd(users, incident.channel());
    assertThat(checkout()).isEqualTo("1.5.1");
    assertThat(runs()).isEqualTo(3);
  }

  @Test
  void a_start_that_github_answers_with_an_error_is_not_sent_again() {
    users.fault("github-server-error-once", true);
    IncidentConversation incident = approved("workflow", CALL);
    incident.reads("nobody knows yet whether it worked");
    assertThat(runs()).isZero();
    assertThat(incident.text()).contains("502").doesNotContain("[Retry");
  }

  @Test
  void a_run_that_no_list_holds_is_found_when_one_does() {
    users.fault("github-never-listed", true);
    users.fault("github-lose-answer-once", true);
    IncidentConversation incident = approved("workflow", CALL);
    incident.reads("nobody knows yet whether it worked");
    users.fault("github-never-listed", false);
    incident.reads("*Checking*");
    assertThat(checkout()).isEqualTo("1.5.1");
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void a_run_that_takes_no_notice_of_a_stop_is_followed_to_its_end() throws Exception {
    users.fault("github-needs-approval", true);
    users.fault("github-ignores-cancel", true);
    IncidentConversation incident = approved("workflow", CALL);
    incident.reads("|Open it>");
    incident.presses(RESPONDER, "Stop the job");
    incident.reads("asked to stop");
    decides("approve");
    incident.reads("*Checking*");
    assertThat(checkout()).isEqualTo("1.5.1");
  }

  @Test
  void a_run_that_somebody_cancels_at_github_has_failed() {
    users.fault("github-needs-approval", true);
    IncidentConversation incident = approved("workflow", CALL);
    incident.reads("|Open it>");
    users.fault("github-someone-cancels", true);
    incident.reads("cancelled, ");
    incident.reads("*Step 1 failed");
  }

  @Test
  void a_flag_that_may_not_be_changed_and_one_that_is_switched_on_again() {
    users.fault("flag-refuses", true);
    IncidentConversation incident = approved("flag", "POST http://127.0.0.1");
    incident.reads("You need a permission to do this [http-403]");
    incident.reads("*Step 1 failed");
    next(incident, "flag-refuses", "");
    incident.reads("*Checking*");
    users.fault("flag-someone-switches-on", true);
    incident.reads("✗ The payment page loads");
  }

  @Test
  void what_the_cluster_refuses_is_told_and_tried_again() {
    users.fault("kubernetes-webhook-denies", true);
    IncidentConversation incident = undone();
    incident.reads("denied the request");
    incident.reads("*Step 1 failed");
    next(incident, "kubernetes-webhook-denies", "kubernetes-patch-forbidden");
    incident.reads("cannot patch resource");
    next(incident, "kubernetes-patch-forbidden", "");
    incident.reads("*Checking*");
    assertThat(checkout()).isEqualTo("1.5.1");
  }

  @Test
  void what_its_owner_takes_back_is_told() {
    users.fault("kubernetes-self-heal", true);
    IncidentConversation incident = undone();
    incident.reads("The rollback was made (it was live from some time on), but checkout runs");
    incident.reads("*Step 1 failed");
    assertThat(checkout()).isEqualTo("1.6.0");
  }

  /** An incident in which the first method was approved. */
  private IncidentConversation undone() {
    IncidentConversation incident = declared();
    incident.presses(REQUESTER, "Done");
    incident.reads("*Waiting for approval*");
    incident.presses(APPROVER, incident.approve());
    return incident;
  }
}
