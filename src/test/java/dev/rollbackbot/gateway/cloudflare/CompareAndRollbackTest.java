package dev.rollbackbot.gateway.cloudflare;

import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.P1;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.P2;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V41;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V42;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V43;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.WORKER;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.deployment;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.rollBack;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.rollBackPages;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedHttpClient;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.CallResult;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.incident.rollback.Invocation.ReconcileRollback;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.Outcome.RolledBack;
import dev.rollbackbot.incident.rollback.Outcome.Succeeded;
import dev.rollbackbot.incident.rollback.Outcome.Unknown;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.secret.Secret;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompareAndRollbackTest {
  private CloudflareGatewayFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new CloudflareGatewayFixture();
  }

  @AfterEach
  void stop() throws Exception {
    fixture.stop();
  }

  private void restart(Duration responseTimeout) throws Exception {
    fixture.stop();
    fixture = new CloudflareGatewayFixture(responseTimeout, RateLimitBudget::pause);
  }

  private static RolledBack rolledBack(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Succeeded.class);
    return (RolledBack) ((Succeeded) outcome).finding();
  }

  private static Failed failed(Outcome outcome, FailureKind kind) {
    assertThat(outcome).isInstanceOf(Failed.class);
    Failed failed = (Failed) outcome;
    assertThat(failed.kind()).isEqualTo(kind);
    assertThat(failed.text()).doesNotContain(FakeCloudflare.TOKEN);
    return failed;
  }

  private static Unknown unknown(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Unknown.class);
    return (Unknown) outcome;
  }

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
  class When_cloudflare_refuses {
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

      Failed failed = failed(fixture.reconcile(rollBack()), FailureKind.CHANGED);
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

  /** The read before the POST succeeds, all later ones fail. */
  private void cutReadsAfterThePost() {
    fixture.cloudflare.next("GET", "/deployments", x -> x.send(200, x.perform().toString()));
    fixture.cloudflare.next("GET", "/deployments", 20, FakeCloudflare.cut());
  }

  @Nested
  class When_cloudflare_answers_with_a_server_error {
    private static FakeCloudflare.FaultyResponse done(int status) {
      return exchange -> {
        exchange.perform();
        exchange.send(status, FakeAccount.error(10013, "oops"));
      };
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 520, 522, 599})
    void with_json_and_the_old_version_live_it_is_unknown_and_never_posted_again(int status) {
      fixture.cloudflare.next("POST", "/deployments", FakeCloudflare.refuse(status, 10013, "oops"));

      assertThat(unknown(fixture.outcome(rollBack())).text())
          .isEqualTo(
              "Cloudflare answered with a server error (HTTP %d): oops [10013]. gateway still runs"
                      .formatted(status)
                  + " v42 (read just now). The rollback may still take effect.");
      assertThat(fixture.cloudflare.posts()).hasSize(1);
    }

    @Test
    void but_claims_success_it_is_unknown() {
      fixture.cloudflare.next(
          "POST", "/deployments", FakeCloudflare.answer(500, "{\"success\":true,\"result\":{}}"));

      unknown(fixture.outcome(rollBack()));
    }

    @Test
    void with_the_target_live_it_is_a_success() {
      fixture.cloudflare.next("POST", "/deployments", done(500));

      rolledBack(fixture.outcome(rollBack()));
    }

    @Test
    void and_takes_effect_a_moment_later_it_is_a_success() {
      String before = FakeAccount.error(10013, "oops");
      fixture.cloudflare.next(
          "POST",
          "/deployments",
          exchange -> {
            String old = exchange.read().toString();
            fixture.cloudflare.next("GET", "/deployments", 2, FakeCloudflare.answer(200, old));
            exchange.perform();
            exchange.send(500, before);
          });

      rolledBack(fixture.outcome(rollBack()));
    }

    @Test
    void without_a_read_back_it_is_unknown() {
      fixture.cloudflare.next("POST", "/deployments", FakeCloudflare.refuse(500, 1, "no"));
      cutReadsAfterThePost();

      assertThat(unknown(fixture.outcome(rollBack())).text())
          .contains("could not be read")
          .doesNotContain("Nothing was changed");
    }

    @Test
    void on_pages_it_is_unknown_too() {
      fixture.cloudflare.next("POST", "/rollback", FakeCloudflare.refuse(500, 8000000, "unknown"));

      assertThat(unknown(fixture.outcome(rollBackPages())).text())
          .contains("(HTTP 500): unknown [8000000]", "may still take effect");
    }

    @Test
    void its_secrets_are_redacted() {
      fixture.cloudflare.next(
          "POST", "/deployments", FakeCloudflare.refuse(500, 1, "bad " + FakeCloudflare.TOKEN));

      assertThat(unknown(fixture.outcome(rollBack())).text()).contains("bad [redacted] [1]");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 302, 408, 500, 503, 599})
    void no_refusal_can_be_made_of_it(int status) {
      assertThatThrownBy(
              () -> new CallResult.ErrorResponse("X", status, "1", "no", Optional.empty(), ""))
          .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 408})
    void an_answer_that_contradicts_its_status_is_unknown(int status) {
      fixture.cloudflare.next("POST", "/deployments", FakeCloudflare.refuse(status, 1, "no"));

      unknown(fixture.outcome(rollBack()));
    }
  }

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
      int port;
      try (ServerSocket free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
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
  class When_the_response_is_lost {
    @Test
    void a_cut_after_it_was_done_is_a_success_because_it_is_read_back() {
      fixture.cloudflare.next("POST", "/deployments", FakeCloudflare.doAndCut());

      rolledBack(fixture.outcome(rollBack()));
      assertThat(fixture.cloudflare.posts()).hasSize(1);
    }

    @Test
    void a_cut_before_it_was_done_is_unknown_and_never_posted_again() {
      fixture.cloudflare.next("POST", "/deployments", FakeCloudflare.cut());

      assertThat(unknown(fixture.outcome(rollBack())).text())
          .isEqualTo(
              "Cloudflare's answer was lost: the connection was cut. gateway still runs v42 (read"
                  + " just now). The rollback may still take effect.");
      assertThat(fixture.cloudflare.posts()).hasSize(1);
    }

    @Test
    void no_response_in_time_is_unknown() throws Exception {
      // A busy machine may exceed a short time limit before the POST, so the limit is doubled.
      Duration limit = Duration.ofSeconds(1);
      String text = "";
      while (!text.contains("still runs v42") && limit.compareTo(Waiting.LIMIT) < 0) {
        limit = limit.multipliedBy(2);
        restart(limit);
        fixture.cloudflare.next("POST", "/deployments", FakeCloudflare.hang());
        text = fixture.outcome(rollBack()) instanceof Unknown unknown ? unknown.text() : "";
      }
      assertThat(text)
          .startsWith(
              "Cloudflare did not answer within %s. gateway still runs v42"
                  .formatted(BoundedHttpClient.durationText(limit)));
      assertThat(fixture.cloudflare.posts()).hasSize(1);
    }

    @Test
    void a_page_of_html_after_it_was_done_is_a_success() {
      fixture.cloudflare.next(
          "POST",
          "/deployments",
          exchange -> {
            exchange.perform();
            exchange.send(502, "<html>bad gateway</html>");
          });

      rolledBack(fixture.outcome(rollBack()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{", "[]", "{\"success\":\"true\"}", "{} {}"})
    void an_unreadable_response_is_no_success(String body) {
      fixture.cloudflare.next("POST", "/deployments", FakeCloudflare.answer(200, body));

      unknown(fixture.outcome(rollBack()));
      assertThat(fixture.cloudflare.posts()).hasSize(1);
    }

    @Test
    void it_is_unknown_when_nothing_can_be_read_afterwards() {
      fixture.cloudflare.next("POST", "/deployments", FakeCloudflare.doAndCut());
      cutReadsAfterThePost();

      assertThat(unknown(fixture.outcome(rollBack())).text()).contains("could not be read");
    }

    @Test
    void an_interrupt_after_the_post_is_unknown() throws Exception {
      fixture.cloudflare.next("POST", "/deployments", FakeCloudflare.hang());
      CompletableFuture<Outcome> outcome = new CompletableFuture<>();
      AtomicBoolean flag = new AtomicBoolean();
      Thread thread =
          Thread.ofPlatform()
              .start(() -> {
                Outcome end = fixture.outcome(rollBack());
                flag.set(Thread.currentThread().isInterrupted());
                outcome.complete(end);
              });
      Waiting.await().until(() -> !fixture.cloudflare.posts().isEmpty());
      thread.interrupt();

      unknown(outcome.get(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS));
      assertThat(flag).isTrue();
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

      assertThat(failed(fixture.outcome(rollBack()), FailureKind.CHANGED).text())
          .contains("v43, deployed by jo@example.com")
          .contains("not v41");
    }
  }

  @Nested
  class Names {
    @ParameterizedTest
    @ValueSource(strings = {"a/../b", "..", "a b", "a?x=1", "", "a%2fb"})
    void that_climb_out_of_the_path_are_refused_before_any_call(String name) {
      RollBack plain = rollBack();
      ServiceRef bad =
          new ServiceRef(
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

  @Nested
  class Rolling_back_pages {
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
}
