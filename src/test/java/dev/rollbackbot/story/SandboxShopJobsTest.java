package dev.rollbackbot.story;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.UsualRollback;
import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;

/** The jobs of the sandbox's second company: Helm, GitHub Actions and the feature flag. */
final class SandboxShopJobsTest extends SandboxShopCase {
  @Test
  void helm_rolls_its_release_back_and_is_tried_again_when_it_was_busy() {
    users.fault("machine-helm-fails", true);
    IncidentConversation incident = approved("helm-rollback", "helm rollback checkout 3");
    incident.reads("another operation (install/upgrade/rollback) is in progress");
    incident.reads("*Step 1 failed");
    assertThat(checkout()).isEqualTo("1.6.0");
    users.fault("machine-helm-fails", false);
    incident.presses(REQUESTER, "Retry");
    UsualRollback.toTheEnd(users, incident.channel());
    incident.reads("Customers can pay");
    assertThat(checkout()).isEqualTo("1.5.1");
  }

  @Test
  void a_workflow_waits_for_an_approval_on_the_page_and_deploys() throws Exception {
    users.fault("github-needs-approval", true);
    IncidentConversation incident = approved("workflow", "deploy.yml of shop/web at main");
    incident.reads("|Open it>");
    assertThat(checkout()).isEqualTo("1.6.0");
    decides("approve");
    UsualRollback.toTheEnd(users, incident.channel());
    incident.reads("Customers can pay");
    assertThat(checkout()).isEqualTo("1.5.1");
  }

  @Test
  void a_workflow_that_somebody_cancels_has_not_deployed() throws Exception {
    users.fault("github-needs-approval", true);
    users.fault("github-lose-answer-once", true);
    IncidentConversation incident = approved("workflow", "deploy.yml of shop/web at main");
    incident.reads("nobody knows yet whether it worked");
    decides("cancel");
    incident.reads("cancelled, ");
    incident.reads("*Step 1 failed");
    assertThat(checkout()).isEqualTo("1.6.0");
    assertThat(backend().getJsonArray("runs")).hasSize(1);
  }

  @Test
  void the_flag_is_switched_off_though_the_answer_gets_lost() {
    users.fault("flag-lose-answer-once", true);
    IncidentConversation incident = approved("flag", "POST http://127.0.0.1");
    UsualRollback.toTheEnd(users, incident.channel());
    incident.reads("Customers can pay");
    assertThat(checkout()).isEqualTo("1.6.0");
    await().until(() -> !backend().getJsonArray("flags").getJsonObject(0).getBoolean("on"));
  }

  @Test
  void a_reset_brings_everything_back_to_the_start() throws Exception {
    users.fault("machine-conflict", true);
    users.fault("flag-down", true);
    posts("/page/reset", "{}");
    assertThat(backend().getJsonArray("faults").getValuesAs(JsonObject.class))
        .noneMatch(fault -> fault.getBoolean("on"));
  }
}
