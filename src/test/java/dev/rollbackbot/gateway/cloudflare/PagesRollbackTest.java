package dev.rollbackbot.gateway.cloudflare;

import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.P1;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.P2;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.deployment;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.rollBackPages;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.Outcome.RolledBack;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PagesRollbackTest extends CompareAndRollbackCase {
  @Test
  void the_deployment_is_rolled_back_to_and_read_back() {
    RolledBack done = rolledBack(fixture.outcome(rollBackPages()));

    assertThat(done.live().label()).isEqualTo("22222222");
    assertThat(fixture.cloudflare.posts())
        .containsExactly(
            new FakeCloudflare.ReceivedRequest(
                "POST",
                "/accounts/acc-1/pages/projects/dashboard/deployments/%s/rollback".formatted(P2),
                ""));
  }

  @Test
  void the_same_job_again_does_nothing_more() {
    fixture.outcome(rollBackPages());

    assertThat(rolledBack(fixture.outcome(rollBackPages())).already()).isTrue();
    assertThat(fixture.cloudflare.posts()).hasSize(1);
  }

  @Test
  void another_one_live_is_a_change() {
    RollBack plain = rollBackPages();

    Failed failed =
        failed(
            fixture.outcome(
                new RollBack(
                    plain.service(),
                    deployment(version(P1, "11111111")),
                    plain.target(),
                    "m",
                    Optional.empty())),
            FailureKind.CHANGED);
    assertThat(failed.text()).contains("ui runs 33333333, deployed at 10:30 UTC");
  }

  @Test
  void a_refusal_has_its_reason_and_what_still_runs() {
    fixture.cloudflare.next("POST", "/rollback", FakeCloudflare.refuse(400, 8000009, "too old"));

    assertThat(failed(fixture.outcome(rollBackPages()), FailureKind.REFUSED).text())
        .contains("too old [8000009]")
        .contains("ui still runs 33333333");
  }

  @Test
  void a_lost_response_is_unknown() {
    fixture.cloudflare.next("POST", "/rollback", FakeCloudflare.cut());

    unknown(fixture.outcome(rollBackPages()));
  }

  @Test
  void a_lost_response_after_it_was_done_is_a_success() {
    fixture.cloudflare.next("POST", "/rollback", FakeCloudflare.doAndCut());

    rolledBack(fixture.outcome(rollBackPages()));
  }
}
