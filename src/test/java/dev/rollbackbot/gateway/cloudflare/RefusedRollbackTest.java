package dev.rollbackbot.gateway.cloudflare;

import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V41;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V42;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V43;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.WORKER;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.rollBack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RefusedRollbackTest extends CompareAndRollbackCase {
  @Test
  void the_outcome_has_its_reason_and_code_and_what_still_runs() {
    fixture.cloudflare.next(
        "POST", "/deployments", FakeCloudflare.refuse(400, 10021, "KV namespace is gone"));

    Failed failed = failed(fixture.outcome(rollBack()), FailureKind.REFUSED);
    assertThat(failed.code()).isEqualTo("10021");
    assertThat(failed.text())
        .isEqualTo(
            "Cloudflare refused: KV namespace is gone [10021]. gateway still runs v42 (read just"
                + " now). Nothing was changed.");
    assertThat(failed.live().get().label()).isEqualTo("v42");
    assertThat(fixture.cloudflare.posts()).hasSize(1);
  }

  @Test
  void changed_secrets_that_cloudflare_does_not_name_are_never_forced() {
    fixture.cloudflare.next(
        "POST", "/deployments", FakeCloudflare.refuse(400, 10220, "Secrets changed."));

    Failed failed = failed(fixture.outcome(consenting("API_KEY")), FailureKind.REFUSED);
    assertThat(failed.text()).contains("[10220]").contains("can't be forced");
    assertThat(failed.changedSecrets()).isEmpty();
    assertThat(fixture.cloudflare.posts()).hasSize(1);
  }

  @Test
  void changed_secrets_are_named_and_not_forced_without_consent() {
    fixture.cloudflare.next("POST", "/deployments", secretsChanged("API_KEY, DB.PASS"));

    Failed failed = failed(fixture.outcome(rollBack()), FailureKind.REFUSED);
    assertThat(failed.code()).isEqualTo("10220");
    assertThat(failed.changedSecrets()).contains(List.of("API_KEY", "DB.PASS"));
    assertThat(failed.text()).contains("API_KEY, DB.PASS").doesNotContain("force=true");
    assertThat(fixture.cloudflare.posts()).hasSize(1);
  }

  @Test
  void changed_secrets_are_forced_with_consent_to_exactly_these() {
    fixture.cloudflare.next("POST", "/deployments", secretsChanged("API_KEY"));

    rolledBack(fixture.outcome(consenting("API_KEY")));
    assertThat(fixture.cloudflare.posts())
        .extracting(c -> c.path().replaceAll(".*/", ""))
        .containsExactly("deployments", "deployments?force=true");
  }

  @Test
  void one_more_changed_secret_than_consented_to_is_a_new_question() {
    fixture.cloudflare.next("POST", "/deployments", secretsChanged("API_KEY, DB_PASS"));

    Failed failed = failed(fixture.outcome(consenting("API_KEY")), FailureKind.REFUSED);
    assertThat(failed.changedSecrets()).contains(List.of("API_KEY", "DB_PASS"));
    assertThat(fixture.cloudflare.posts()).hasSize(1);
  }

  @Test
  void a_secret_that_changes_while_a_forced_change_waits_is_a_new_question() {
    fixture.cloudflare.next("POST", "/deployments", secretsChanged("API_KEY"));
    fixture.cloudflare.next(
        "POST",
        "/deployments?force=true",
        FakeCloudflare.answer(429, "slow down", "Retry-After", "0"));
    fixture.cloudflare.next("POST", "/deployments", secretsChanged("API_KEY, DB_PASS"));

    Failed failed = failed(fixture.outcome(consenting("API_KEY")), FailureKind.REFUSED);
    assertThat(failed.changedSecrets()).contains(List.of("API_KEY", "DB_PASS"));
    assertThat(fixture.cloudflare.posts())
        .extracting(c -> c.path().replaceAll(".*/", ""))
        .containsExactly("deployments", "deployments?force=true", "deployments");
  }

  @Test
  void before_it_is_forced_what_is_live_is_compared_again() {
    fixture.cloudflare.next(
        "POST",
        "/deployments",
        exchange -> {
          fixture.deployments().addFirst(FakeAccount.deployment("d-new", 59, V43, 100));
          secretsChanged("API_KEY").respond(exchange);
        });

    Failed failed = failed(fixture.outcome(consenting("API_KEY")), FailureKind.CHANGED);
    assertThat(failed.text()).contains("refused the change before, because of changed secrets");
    assertThat(fixture.cloudflare.posts()).hasSize(1);
  }

  @Test
  void authentication_with_the_text_of_a_rate_limit_is_a_rate_limit_and_waited_out() {
    fixture.cloudflare.next(
        "POST",
        "/deployments",
        FakeCloudflare.answer(
            403,
            FakeAccount.error(
                10000, "Rate limited. Please wait and consider throttling your request speed"),
            "Retry-After",
            "0"));

    rolledBack(fixture.outcome(rollBack()));
    assertThat(fixture.cloudflare.posts()).hasSize(2);
  }

  @Test
  void the_missing_permission_is_named() {
    fixture.cloudflare.next(
        "POST", "/deployments", FakeCloudflare.refuse(403, 10000, "Authentication error"));

    assertThat(failed(fixture.outcome(rollBack()), FailureKind.REFUSED).text())
        .contains(
            "CLOUDFLARE_API_TOKEN lacks the permission “Workers Scripts: Edit” for this account");
  }

  @Test
  void a_rollback_that_was_live_and_then_replaced_is_found_by_its_message() {
    fixture.cloudflare.next("POST", "/deployments", FakeCloudflare.doAndCut());
    fixture.outcome(rollBack());
    fixture.deployments().addFirst(FakeAccount.deployment("d-new", 59, V43, 100));

    Failed failed = failed(fixture.reconcile(rollBack()), FailureKind.PARTLY_DONE);
    assertThat(failed.text())
        .contains("The rollback was made (it was live from 12:00 UTC on 2026-03-01 on)")
        .contains("gateway runs v43");
  }

  @Test
  void the_rollback_of_somebody_else_to_the_same_version_is_not_taken_for_ours() {
    fixture.cloudflare.account.worker(WORKER, V43, V41, V42);

    assertThat(failed(fixture.reconcile(rollBack()), FailureKind.CHANGED).text())
        .contains("Whether the rollback was live in between is not known.");
  }

  private static FakeCloudflare.FaultyResponse secretsChanged(String names) {
    return FakeCloudflare.refuse(
        400,
        10220,
        "A secret has changed since this version was active. If you are sure this is ok, add a"
            + " ?force=true query parameter to allow the rollback. The following secrets have"
            + " changed: "
            + names);
  }

  private static RollBack consenting(String... secrets) {
    RollBack plain = rollBack();
    return new RollBack(
        plain.service(),
        plain.planned(),
        plain.target(),
        plain.message(),
        Optional.of(List.of(secrets)));
  }

  @Test
  void a_refusal_without_a_read_back_is_still_a_refusal() {
    fixture.cloudflare.next("POST", "/deployments", FakeCloudflare.refuse(400, 1, "no"));
    cutReadsAfterThePost();

    Failed failed = failed(fixture.outcome(rollBack()), FailureKind.REFUSED);
    assertThat(failed.text())
        .contains("could not be read")
        .doesNotContain("still runs", "Nothing was changed");
    assertThat(failed.live()).isEmpty();
  }

  @Test
  void a_secret_in_its_message_is_redacted() {
    fixture.cloudflare.next(
        "POST",
        "/deployments",
        FakeCloudflare.refuse(403, 10000, "bad token " + FakeCloudflare.TOKEN + "\n\nsorry"));

    assertThat(failed(fixture.outcome(rollBack()), FailureKind.REFUSED).text())
        .contains("bad token [redacted] sorry");
  }
}
