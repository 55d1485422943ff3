package dev.rollbackbot.gateway.cloudflare;

import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.P2;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V41;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V42;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V43;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.WORKER;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.rollBack;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.rollBackPages;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.incident.rollback.Invocation.ReconcileRollback;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.Outcome.RolledBack;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CompareAndRollbackTest extends CompareAndRollbackCase {
  @Nested
  class When_all_is_well {
    @Test
    void the_target_gets_all_the_traffic_and_is_read_back() {
      RolledBack done = rolledBack(fixture.outcome(rollBack()));

      assertThat(done.already()).isFalse();
      assertThat(done.live().label()).isEqualTo("v41");
      assertThat(fixture.live()).isEqualTo(V41);
      assertThat(fixture.cloudflare.posts()).hasSize(1);
      assertThat(fixture.cloudflare.posts().get(0).path())
          .isEqualTo("/accounts/acc-1/workers/scripts/gateway-production/deployments");
    }

    @Test
    void exactly_one_version_is_posted_with_the_message() {
      fixture.outcome(rollBack());

      JsonObject body =
          BoundedJson.parse(fixture.cloudflare.posts().get(0).body(), 64).get().asJsonObject();
      assertThat(body.getString("strategy")).isEqualTo("percentage");
      assertThat(body.getJsonArray("versions")).hasSize(1);
      assertThat(body.getJsonArray("versions").getJsonObject(0).getString("version_id"))
          .isEqualTo(V41);
      assertThat(body.getJsonArray("versions").getJsonObject(0).getInt("percentage"))
          .isEqualTo(100);
      assertThat(body.getJsonObject("annotations"))
          .containsOnly(
              entry("workers/message", Json.createValue("Rollback INC-7/3: v41, plan ab12")));
    }

    @Test
    void a_long_message_is_cut_to_the_bytes_that_cloudflare_keeps() {
      RollBack plain = rollBack();
      fixture.outcome(
          new RollBack(
              plain.service(),
              plain.planned(),
              plain.target(),
              "é\n".repeat(200),
              Optional.empty()));

      JsonObject body =
          BoundedJson.parse(fixture.cloudflare.posts().get(0).body(), 64).get().asJsonObject();
      String message = body.getJsonObject("annotations").getString("workers/message");
      assertThat(message.getBytes(StandardCharsets.UTF_8).length).isBetween(90, 100);
      assertThat(message).doesNotContain("\n").startsWith("é é");
    }

    @Test
    void a_target_that_is_live_already_is_not_posted_again() {
      fixture.cloudflare.account.worker(WORKER, V41, V42);

      assertThat(rolledBack(fixture.outcome(rollBack())).already()).isTrue();
      assertThat(fixture.cloudflare.posts()).isEmpty();
    }

    @Test
    void the_same_job_again_does_nothing_more() {
      fixture.outcome(rollBack());

      assertThat(rolledBack(fixture.outcome(rollBack())).already()).isTrue();
      assertThat(fixture.cloudflare.posts()).hasSize(1);
    }
  }

  @Nested
  class When_something_else_is_live {
    @Test
    void it_stops_and_reports_who_deployed_what_and_when() {
      fixture.cloudflare.account.worker(WORKER, V43, V42, V41);

      Failed failed = failed(fixture.outcome(rollBack()), FailureKind.CHANGED);
      assertThat(failed.text())
          .isEqualTo(
              "gateway runs v43, deployed by jo@example.com at 10:59 UTC on 2026-03-01; the plan"
                  + " expected v42. This attempt asked for no change.");
      assertThat(failed.live().get().label()).isEqualTo("v43");
      assertThat(fixture.cloudflare.posts()).isEmpty();
    }

    @Test
    void a_split_is_something_else() {
      fixture.deployments().add(0, FakeAccount.deployment("split", 59, V42, 90, V41, 10));

      assertThat(failed(fixture.outcome(rollBack()), FailureKind.CHANGED).text())
          .contains("v42 90 % + v41 10 %");
      assertThat(fixture.cloudflare.posts()).isEmpty();
    }

    @Test
    void a_target_with_a_part_of_the_traffic_is_not_live_yet() {
      fixture.deployments().add(0, FakeAccount.deployment("split", 59, V41, 99, V42, 1));

      failed(fixture.outcome(rollBack()), FailureKind.CHANGED);
    }
  }

  @Nested
  class Names {
    @ParameterizedTest
    @ValueSource(strings = {"a/../b", "..", "a b", "a?x=1", "", "a%2fb"})
    void that_climb_out_of_the_path_are_refused_before_any_call(String name) {
      RollBack plain = rollBack();
      ServiceRef bad =
          ServiceRef.of(
              new Service("gateway", "G", Service.ServiceKind.WORKER, Optional.empty()),
              name,
              Optional.empty());

      Failed failed =
          failed(
              fixture.outcome(
                  new RollBack(
                      bad, plain.planned(), plain.target(), plain.message(), Optional.empty())),
              FailureKind.REFUSED);
      assertThat(failed.code()).isEqualTo("bad-name");
      assertThat(fixture.cloudflare.calls).isEmpty();
    }

    @Test
    void of_targets_that_climb_out_are_refused_too() {
      RollBack plain = rollBackPages();
      RollBack bad =
          new RollBack(
              plain.service(), plain.planned(), version("../" + P2, "x"), "m", Optional.empty());

      assertThat(failed(fixture.outcome(bad), FailureKind.REFUSED).code()).isEqualTo("bad-name");
      assertThat(fixture.cloudflare.posts()).isEmpty();
    }
  }

  @Nested
  class When_the_lease_is_lost {
    @Test
    void nothing_is_posted_and_the_outcome_says_so() {
      for (RollBack each : List.of(rollBack(), rollBackPages())) {
        Failed failed = failed(fixture.outcome(each, () -> false), FailureKind.UNREACHABLE);
        assertThat(failed.code()).isEqualTo("forbidden");
        assertThat(failed.text())
            .contains("was not asked", "just before. This attempt asked for no change.")
            .doesNotContain("Nothing was changed", "read just now");
      }
      assertThat(fixture.cloudflare.posts()).isEmpty();
    }

    @Test
    void after_a_refused_request_the_outcome_does_not_claim_that_none_was_made() {
      fixture.cloudflare.next(
          "POST", "/deployments", FakeCloudflare.answer(429, "", "Retry-After", "0"));

      Failed failed =
          failed(
              fixture.outcome(rollBack(), () -> fixture.cloudflare.posts().isEmpty()),
              FailureKind.UNREACHABLE);
      assertThat(failed.text())
          .contains("was not asked")
          .endsWith("Cloudflare refused the change before, because of its rate limit.");
      assertThat(fixture.cloudflare.posts()).hasSize(1);
    }

    @Test
    void nothing_is_posted_if_the_lease_check_fails() {
      LeaseCheck broken =
          () -> {
            throw new IllegalStateException("the database is away");
          };
      failed(fixture.outcome(rollBack(), broken), FailureKind.UNREACHABLE);
      assertThat(fixture.cloudflare.posts()).isEmpty();
    }

    @Test
    void the_lease_is_checked_after_the_read_and_before_the_post() {
      List<Integer> callsBefore = new ArrayList<>();
      fixture.outcome(
          rollBack(),
          () -> {
            callsBefore.add(fixture.cloudflare.calls.size());
            return fixture.cloudflare.posts().isEmpty();
          });
      assertThat(callsBefore).hasSize(1);
      assertThat(callsBefore.getFirst()).isPositive();
      assertThat(fixture.cloudflare.posts()).hasSize(1);
    }
  }

  @Nested
  class Reconciling {
    @Test
    void the_target_live_is_a_success() {
      fixture.cloudflare.account.worker(WORKER, V41, V42);

      assertThat(rolledBack(fixture.reconcile(rollBack())).already()).isFalse();
    }

    @Test
    void the_old_one_live_means_it_was_never_done() {
      assertThat(failed(fixture.reconcile(rollBack()), FailureKind.NOT_DONE).text())
          .isEqualTo("The rollback is not in effect: gateway runs v42 (read just now).");
    }

    @Test
    void something_else_live_is_a_change() {
      fixture.cloudflare.account.worker(WORKER, V43);

      failed(fixture.reconcile(rollBack()), FailureKind.CHANGED);
    }

    @Test
    void what_cannot_be_read_is_unknown() {
      fixture.cloudflare.next("GET", "/deployments", 2, FakeCloudflare.cut());

      unknown(fixture.reconcile(rollBack()));
    }

    @Test
    void it_posts_nothing_as_a_separate_job_either() {
      failed(
          fixture.outcome(new ReconcileRollback(rollBack(), Optional.empty())),
          FailureKind.NOT_DONE);
      assertThat(fixture.cloudflare.posts()).isEmpty();
    }
  }
}
