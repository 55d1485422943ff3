package dev.rollbackbot.gateway.cloudflare;

import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V41;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V42;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V43;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.WORKER;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.rollBack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.UnusedPort;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.secret.Secret;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class DelayedRollbackTest extends CompareAndRollbackCase {
  @Nested
  class When_cloudflare_asks_to_wait {
    @Test
    void it_waits_reads_and_posts_again() {
      fixture.cloudflare.next(
          "POST", "/deployments", FakeCloudflare.answer(429, "slow down", "Retry-After", "1"));

      rolledBack(fixture.outcome(rollBack()));
      assertThat(fixture.cloudflare.posts()).hasSize(2);
      assertThat(fixture.cloudflare.calls.stream().map(FakeCloudflare.ReceivedRequest::method))
          .containsSubsequence("GET", "POST", "GET", "POST", "GET");
    }

    @Test
    void it_stops_after_another_deployment_during_the_wait() {
      fixture.cloudflare.next(
          "POST",
          "/deployments",
          exchange -> {
            fixture.cloudflare.account.worker(WORKER, V43, V42);
            exchange.send(429, "", "Retry-After", "0");
          });

      assertThat(failed(fixture.outcome(rollBack()), FailureKind.CHANGED).text())
          .endsWith("Cloudflare refused the change before, because of its rate limit.");
      assertThat(fixture.cloudflare.posts()).hasSize(1);
    }

    @Test
    void it_does_not_wait_longer_than_its_budget() {
      fixture.cloudflare.next(
          "POST", "/deployments", FakeCloudflare.answer(429, "", "Retry-After", "3600"));

      Failed failed = failed(fixture.outcome(rollBack()), FailureKind.REFUSED);
      assertThat(failed.code()).isEqualTo("rate-limited");
      assertThat(failed.text())
          .endsWith("gateway still runs v42 (read just now). Nothing was changed.")
          .contains("3600 s");
      assertThat(fixture.cloudflare.calls.getLast().method()).isEqualTo("GET");
    }

    @Test
    void and_is_not_readable_afterwards_nothing_is_said_about_what_runs() {
      fixture.cloudflare.next(
          "POST", "/deployments", FakeCloudflare.answer(429, "", "Retry-After", "3600"));
      cutReadsAfterThePost();

      Failed failed = failed(fixture.outcome(rollBack()), FailureKind.REFUSED);
      assertThat(failed.text()).contains("could not be read").doesNotContain("Nothing was");
      assertThat(failed.live()).isEmpty();
    }

    @Test
    void endless_waits_of_zero_seconds_use_up_the_budget() {
      fixture.cloudflare.next(
          "POST", "/deployments", 400, FakeCloudflare.answer(429, "", "Retry-After", "0"));

      failed(fixture.outcome(rollBack()), FailureKind.REFUSED);
    }

    @Test
    void a_read_is_repeated_after_the_wait_too() {
      fixture.cloudflare.next(
          "GET", "/deployments", FakeCloudflare.answer(429, "", "Retry-After", "0"));

      rolledBack(fixture.outcome(rollBack()));
    }
  }

  @Nested
  class When_cloudflare_is_not_reached {
    @Test
    void a_refused_connection_is_unreachable() throws Exception {
      int port = UnusedPort.next();
      Failed failed = failed(submitTo("http://127.0.0.1:" + port), FailureKind.UNREACHABLE);
      assertThat(failed.text())
          .isEqualTo(
              "Cloudflare was not reached: connection refused. This attempt asked for no change.");
    }

    @Test
    void an_unknown_host_is_unreachable() {
      assertThat(failed(submitTo("http://nowhere.invalid"), FailureKind.UNREACHABLE).code())
          .isEqualTo("no-such-host");
    }

    private Outcome submitTo(String address) {
      CloudflareOptions options =
          CloudflareOptions.of(
              URI.create(address + "/client/v4"),
              FakeCloudflare.ACCOUNT,
              Optional.of(Secret.fixed(FakeCloudflare.TOKEN)),
              InboundLimits.defaults());
      try (ProviderGateway gateway =
          CloudflareGatewayFixture.gateway(options, InstantSource.system())) {
        return ((Finished) gateway.submit(new Job("j", rollBack()), () -> true)).outcome();
      }
    }

    @Test
    void a_read_that_failed_once_is_tried_again() {
      fixture.cloudflare.next("GET", "/deployments", FakeCloudflare.cut());

      rolledBack(fixture.outcome(rollBack()));
    }

    @Test
    void reads_that_fail_again_end_it_before_anything_is_posted() {
      fixture.cloudflare.next("GET", "/deployments", 2, FakeCloudflare.answer(502, "<html>"));

      assertThat(failed(fixture.outcome(rollBack()), FailureKind.UNREACHABLE).text())
          .isEqualTo(
              "Cloudflare answered with a server error (HTTP 502). This attempt asked for no"
                  + " change.");
      assertThat(fixture.cloudflare.posts()).isEmpty();
    }
  }

  @Nested
  class When_it_was_accepted {
    @Test
    void but_the_old_one_stays_live_it_is_unknown() {
      fixture.cloudflare.account.obedient = false;

      assertThat(unknown(fixture.outcome(rollBack())).text())
          .isEqualTo(
              "Cloudflare accepted the rollback, but gateway still runs v42 (read just now). It may"
                  + " still take effect.");
    }

    @Test
    void but_becomes_visible_late_it_is_a_success() {
      String before = fixture.cloudflare.account.perform(read()).toString();
      fixture.cloudflare.next("GET", "/deployments", 3, FakeCloudflare.answer(200, before));

      rolledBack(fixture.outcome(rollBack()));
    }

    private static FakeCloudflare.ReceivedRequest read() {
      return new FakeCloudflare.ReceivedRequest(
          "GET", "/accounts/acc-1/workers/scripts/" + WORKER + "/deployments", "");
    }

    @Test
    void but_overwritten_by_another_deployment_it_is_changed() {
      fixture.cloudflare.next(
          "POST",
          "/deployments",
          exchange -> {
            String answer = exchange.perform().toString();
            fixture.cloudflare.account.worker(WORKER, V43, V41, V42);
            exchange.send(200, answer);
          });

      assertThat(failed(fixture.outcome(rollBack()), FailureKind.PARTLY_DONE).text())
          .contains("v43, deployed by jo@example.com")
          .contains("not v41");
    }
  }
}
