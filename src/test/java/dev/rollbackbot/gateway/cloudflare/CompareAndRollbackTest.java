package dev.rollbackbot.gateway.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedJson;
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
import jakarta.json.JsonObject;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
  private CloudflareGatewayFixture cloudflareGatewayFixture;

  @BeforeEach
  void start() throws Exception {
    cloudflareGatewayFixture = new CloudflareGatewayFixture();
  }

  @AfterEach
  void stop() throws Exception {
    cloudflareGatewayFixture.stop();
  }

  private void slowly() throws Exception {
    cloudflareGatewayFixture.stop();
    cloudflareGatewayFixture = new CloudflareGatewayFixture(Duration.ofSeconds(3));
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
      RolledBack done =
          rolledBack(cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()));

      assertThat(done.already()).isFalse();
      assertThat(done.live().label()).isEqualTo("v41");
      assertThat(cloudflareGatewayFixture.live()).isEqualTo(CloudflareGatewayFixture.V41);
      assertThat(cloudflareGatewayFixture.cloudflare.posts()).hasSize(1);
      assertThat(cloudflareGatewayFixture.cloudflare.posts().get(0).path())
          .isEqualTo("/accounts/acc-1/workers/scripts/gateway-production/deployments");
    }

    @Test
    void exactly_one_version_is_posted_with_the_message() {
      cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack());

      JsonObject body =
          BoundedJson.parse(cloudflareGatewayFixture.cloudflare.posts().get(0).body(), 64)
              .get()
              .asJsonObject();
      assertThat(body.getString("strategy")).isEqualTo("percentage");
      assertThat(body.getJsonArray("versions")).hasSize(1);
      assertThat(body.getJsonArray("versions").getJsonObject(0).getString("version_id"))
          .isEqualTo(CloudflareGatewayFixture.V41);
      assertThat(body.getJsonArray("versions").getJsonObject(0).getInt("percentage"))
          .isEqualTo(100);
      assertThat(body.getJsonObject("annotations"))
          .containsOnly(
              entry("workers/message", jakarta.json.Json.createValue("INC-7: back to v41")));
    }

    @Test
    void a_long_message_is_cut_to_the_bytes_that_cloudflare_keeps() {
      RollBack plain = CloudflareGatewayFixture.rollBack();
      cloudflareGatewayFixture.outcome(
          new RollBack(plain.service(), plain.planned(), plain.target(), "é\n".repeat(200)));

      JsonObject body =
          BoundedJson.parse(cloudflareGatewayFixture.cloudflare.posts().get(0).body(), 64)
              .get()
              .asJsonObject();
      String message = body.getJsonObject("annotations").getString("workers/message");
      assertThat(message.getBytes(StandardCharsets.UTF_8).length).isBetween(90, 100);
      assertThat(message).doesNotContain("\n").startsWith("é é");
    }

    @Test
    void a_target_that_is_live_already_is_not_posted_again() {
      cloudflareGatewayFixture.cloudflare.account.worker(
          CloudflareGatewayFixture.WORKER,
          CloudflareGatewayFixture.V41,
          CloudflareGatewayFixture.V42);

      assertThat(
              rolledBack(cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()))
                  .already())
          .isTrue();
      assertThat(cloudflareGatewayFixture.cloudflare.posts()).isEmpty();
    }

    @Test
    void the_same_job_again_does_nothing_more() {
      cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack());

      assertThat(
              rolledBack(cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()))
                  .already())
          .isTrue();
      assertThat(cloudflareGatewayFixture.cloudflare.posts()).hasSize(1);
    }
  }

  @Nested
  class When_something_else_is_live {
    @Test
    void it_stops_and_says_who_deployed_what_and_when() {
      cloudflareGatewayFixture.cloudflare.account.worker(
          CloudflareGatewayFixture.WORKER,
          CloudflareGatewayFixture.V43,
          CloudflareGatewayFixture.V42,
          CloudflareGatewayFixture.V41);

      Failed failed =
          failed(
              cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()),
              FailureKind.CHANGED);
      assertThat(failed.text())
          .isEqualTo(
              "gateway runs v43, deployed by jo@example.com at 10:59 UTC on 2026-03-01; the plan"
                  + " expected v42. The bot changed nothing.");
      assertThat(failed.live().get().label()).isEqualTo("v43");
      assertThat(cloudflareGatewayFixture.cloudflare.posts()).isEmpty();
    }

    @Test
    void a_split_is_something_else() {
      cloudflareGatewayFixture
          .deployments()
          .add(
              0,
              FakeAccount.deployment(
                  "split", 59, CloudflareGatewayFixture.V42, 90, CloudflareGatewayFixture.V41, 10));

      assertThat(
              failed(
                      cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()),
                      FailureKind.CHANGED)
                  .text())
          .contains("v42 90 % + v41 10 %");
      assertThat(cloudflareGatewayFixture.cloudflare.posts()).isEmpty();
    }

    @Test
    void a_target_with_a_part_of_the_traffic_is_not_live_yet() {
      cloudflareGatewayFixture
          .deployments()
          .add(
              0,
              FakeAccount.deployment(
                  "split", 59, CloudflareGatewayFixture.V41, 99, CloudflareGatewayFixture.V42, 1));

      failed(
          cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()),
          FailureKind.CHANGED);
    }
  }

  @Nested
  class When_cloudflare_says_no {
    @Test
    void its_reason_and_code_are_told_and_what_still_runs() {
      cloudflareGatewayFixture.cloudflare.next(
          "POST", "/deployments", FakeCloudflare.refuse(400, 10021, "KV namespace is gone"));

      Failed failed =
          failed(
              cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()),
              FailureKind.REFUSED);
      assertThat(failed.code()).isEqualTo("10021");
      assertThat(failed.text())
          .isEqualTo(
              "Cloudflare refused: KV namespace is gone [10021]. gateway still runs v42 (read just"
                  + " now). Nothing was changed.");
      assertThat(failed.live().get().label()).isEqualTo("v42");
      assertThat(cloudflareGatewayFixture.cloudflare.posts()).hasSize(1);
    }

    @Test
    void changed_secrets_are_never_forced() {
      cloudflareGatewayFixture.cloudflare.next(
          "POST", "/deployments", FakeCloudflare.refuse(400, 10220, "Secrets changed."));

      assertThat(
              failed(
                      cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()),
                      FailureKind.REFUSED)
                  .text())
          .contains("[10220]")
          .contains("never forces");
      assertThat(cloudflareGatewayFixture.cloudflare.calls)
          .noneMatch(c -> c.path().contains("force"));
      assertThat(cloudflareGatewayFixture.cloudflare.posts()).hasSize(1);
    }

    @Test
    void an_error_of_its_own_with_the_old_version_live_is_a_refusal() {
      cloudflareGatewayFixture.cloudflare.next(
          "POST", "/deployments", FakeCloudflare.refuse(500, 10013, "oops"));

      failed(
          cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()),
          FailureKind.REFUSED);
    }

    @Test
    void an_error_of_its_own_with_the_target_live_is_a_success() {
      cloudflareGatewayFixture.cloudflare.next(
          "POST",
          "/deployments",
          fakeExchange -> {
            fakeExchange.perform();
            fakeExchange.send(500, FakeAccount.error(10013, "oops"));
          });

      rolledBack(cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()));
    }

    @Test
    void a_refusal_after_which_nothing_can_be_read_says_so() {
      cloudflareGatewayFixture.cloudflare.next(
          "POST", "/deployments", FakeCloudflare.refuse(400, 1, "no"));
      blindAfterThePost();

      Failed failed =
          failed(
              cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()),
              FailureKind.REFUSED);
      assertThat(failed.text()).contains("could not be read").doesNotContain("still runs");
      assertThat(failed.live()).isEmpty();
    }

    @Test
    void an_error_of_its_own_after_which_nothing_can_be_read_is_unknown() {
      cloudflareGatewayFixture.cloudflare.next(
          "POST", "/deployments", FakeCloudflare.refuse(500, 1, "no"));
      blindAfterThePost();

      unknown(cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()));
    }

    @Test
    void a_secret_in_its_words_is_redacted() {
      cloudflareGatewayFixture.cloudflare.next(
          "POST",
          "/deployments",
          FakeCloudflare.refuse(403, 10000, "bad token " + FakeCloudflare.TOKEN + "\n\nsorry"));

      assertThat(
              failed(
                      cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()),
                      FailureKind.REFUSED)
                  .text())
          .contains("bad token [redacted] sorry");
    }
  }

  /** The first look goes well, all later ones don't. */
  private void blindAfterThePost() {
    cloudflareGatewayFixture.cloudflare.next(
        "GET", "/deployments", x -> x.send(200, x.perform().toString()));
    cloudflareGatewayFixture.cloudflare.next("GET", "/deployments", 20, FakeCloudflare.cut());
  }

  @Nested
  class When_cloudflare_asks_to_wait {
    @Test
    void it_waits_looks_again_and_asks_again() {
      cloudflareGatewayFixture.cloudflare.next(
          "POST", "/deployments", FakeCloudflare.answer(429, "slow down", "Retry-After", "1"));

      rolledBack(cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()));
      assertThat(cloudflareGatewayFixture.cloudflare.posts()).hasSize(2);
      assertThat(
              cloudflareGatewayFixture.cloudflare.calls.stream()
                  .map(FakeCloudflare.ReceivedRequest::method))
          .containsSubsequence("GET", "POST", "GET", "POST", "GET");
    }

    @Test
    void it_stops_when_somebody_deployed_during_the_wait() {
      cloudflareGatewayFixture.cloudflare.next(
          "POST",
          "/deployments",
          fakeExchange -> {
            cloudflareGatewayFixture.cloudflare.account.worker(
                CloudflareGatewayFixture.WORKER,
                CloudflareGatewayFixture.V43,
                CloudflareGatewayFixture.V42);
            fakeExchange.send(429, "", "Retry-After", "0");
          });

      failed(
          cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()),
          FailureKind.CHANGED);
      assertThat(cloudflareGatewayFixture.cloudflare.posts()).hasSize(1);
    }

    @Test
    void it_does_not_wait_longer_than_its_patience() {
      cloudflareGatewayFixture.cloudflare.next(
          "POST", "/deployments", FakeCloudflare.answer(429, "", "Retry-After", "3600"));

      Failed failed =
          failed(
              cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()),
              FailureKind.REFUSED);
      assertThat(failed.code()).isEqualTo("rate-limited");
      assertThat(failed.text()).contains("3600 s").contains("Nothing was changed");
    }

    @Test
    void waits_of_nothing_come_to_an_end() {
      cloudflareGatewayFixture.cloudflare.next(
          "POST", "/deployments", 400, FakeCloudflare.answer(429, "", "Retry-After", "0"));

      failed(
          cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()),
          FailureKind.REFUSED);
    }

    @Test
    void a_read_is_repeated_after_the_wait_too() {
      cloudflareGatewayFixture.cloudflare.next(
          "GET", "/deployments", FakeCloudflare.answer(429, "", "Retry-After", "0"));

      rolledBack(cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()));
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
          .isEqualTo("Cloudflare was not reached: connection refused. Nothing was changed.");
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
              FakeCloudflare.TOKEN,
              InboundLimits.defaults());
      try (CloudflareGateway gateway = new CloudflareGateway(options, InstantSource.system())) {
        return ((Finished)
                gateway.submit(new Job("j", CloudflareGatewayFixture.rollBack()), () -> true))
            .outcome();
      }
    }

    @Test
    void a_read_that_failed_once_is_tried_again() {
      cloudflareGatewayFixture.cloudflare.next("GET", "/deployments", FakeCloudflare.cut());

      rolledBack(cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()));
    }

    @Test
    void reads_that_fail_again_end_it_before_anything_is_posted() {
      cloudflareGatewayFixture.cloudflare.next(
          "GET", "/deployments", 2, FakeCloudflare.answer(502, "<html>"));

      failed(
          cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()),
          FailureKind.UNREACHABLE);
      assertThat(cloudflareGatewayFixture.cloudflare.posts()).isEmpty();
    }
  }

  @Nested
  class When_the_answer_is_lost {
    @Test
    void a_cut_after_it_was_done_is_a_success_because_it_is_read_back() {
      cloudflareGatewayFixture.cloudflare.next("POST", "/deployments", FakeCloudflare.doAndCut());

      rolledBack(cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()));
      assertThat(cloudflareGatewayFixture.cloudflare.posts()).hasSize(1);
    }

    @Test
    void a_cut_before_it_was_done_is_unknown_and_never_posted_again() {
      cloudflareGatewayFixture.cloudflare.next("POST", "/deployments", FakeCloudflare.cut());

      assertThat(
              unknown(cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack())).text())
          .isEqualTo(
              "Cloudflare's answer was lost: the connection was cut. gateway still runs v42 (read"
                  + " just now). The rollback may still take effect.");
      assertThat(cloudflareGatewayFixture.cloudflare.posts()).hasSize(1);
    }

    @Test
    void no_answer_in_time_is_unknown() throws Exception {
      slowly();
      cloudflareGatewayFixture.cloudflare.next("POST", "/deployments", FakeCloudflare.hang());

      assertThat(
              unknown(cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack())).text())
          .startsWith("Cloudflare did not answer within 3 s. gateway still runs v42");
      assertThat(cloudflareGatewayFixture.cloudflare.posts()).hasSize(1);
    }

    @Test
    void a_page_of_html_after_it_was_done_is_a_success() {
      cloudflareGatewayFixture.cloudflare.next(
          "POST",
          "/deployments",
          fakeExchange -> {
            fakeExchange.perform();
            fakeExchange.send(502, "<html>bad gateway</html>");
          });

      rolledBack(cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{", "[]", "{\"success\":\"true\"}", "{} {}"})
    void an_unreadable_answer_is_no_success(String body) {
      cloudflareGatewayFixture.cloudflare.next(
          "POST", "/deployments", FakeCloudflare.answer(200, body));

      unknown(cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()));
      assertThat(cloudflareGatewayFixture.cloudflare.posts()).hasSize(1);
    }

    @Test
    void it_is_unknown_when_nothing_can_be_read_afterwards() {
      cloudflareGatewayFixture.cloudflare.next("POST", "/deployments", FakeCloudflare.doAndCut());
      blindAfterThePost();

      assertThat(
              unknown(cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack())).text())
          .contains("could not be read");
    }

    @Test
    void being_stopped_after_the_post_is_unknown() throws Exception {
      cloudflareGatewayFixture.cloudflare.next("POST", "/deployments", FakeCloudflare.hang());
      CompletableFuture<Outcome> outcome = new CompletableFuture<>();
      AtomicBoolean flag = new AtomicBoolean();
      Thread thread =
          Thread.ofPlatform()
              .start(() -> {
                Outcome end = cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack());
                flag.set(Thread.currentThread().isInterrupted());
                outcome.complete(end);
              });
      Waiting.await().until(() -> !cloudflareGatewayFixture.cloudflare.posts().isEmpty());
      thread.interrupt();

      unknown(outcome.get(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS));
      assertThat(flag).isTrue();
    }
  }

  @Nested
  class When_it_was_accepted {
    @Test
    void but_the_old_one_stays_live_it_is_unknown() {
      cloudflareGatewayFixture.cloudflare.account.obedient = false;

      assertThat(
              unknown(cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack())).text())
          .isEqualTo(
              "Cloudflare accepted the rollback, but gateway still runs v42 (read just now).");
    }

    @Test
    void but_shows_late_it_is_a_success() {
      String before = cloudflareGatewayFixture.cloudflare.account.perform(read()).toString();
      cloudflareGatewayFixture.cloudflare.next(
          "GET", "/deployments", 3, FakeCloudflare.answer(200, before));

      rolledBack(cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()));
    }

    private static FakeCloudflare.ReceivedRequest read() {
      return new FakeCloudflare.ReceivedRequest(
          "GET",
          "/accounts/acc-1/workers/scripts/" + CloudflareGatewayFixture.WORKER + "/deployments",
          "");
    }

    @Test
    void but_somebody_deployed_over_it_that_is_said() {
      cloudflareGatewayFixture.cloudflare.next(
          "POST",
          "/deployments",
          fakeExchange -> {
            String answer = fakeExchange.perform().toString();
            cloudflareGatewayFixture.cloudflare.account.worker(
                CloudflareGatewayFixture.WORKER,
                CloudflareGatewayFixture.V43,
                CloudflareGatewayFixture.V41,
                CloudflareGatewayFixture.V42);
            fakeExchange.send(200, answer);
          });

      assertThat(
              failed(
                      cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBack()),
                      FailureKind.CHANGED)
                  .text())
          .contains("v43, deployed by jo@example.com")
          .contains("not v41");
    }
  }

  @Nested
  class Encoded_names {
    @ParameterizedTest
    @ValueSource(strings = {"a/../b", "..", "a b", "a?x=1", "", "a%2fb"})
    void that_climb_out_of_the_path_are_refused_before_any_call(String name) {
      RollBack plain = CloudflareGatewayFixture.rollBack();
      ServiceRef bad =
          new ServiceRef(new Service("gateway", "G", Service.ServiceKind.WORKER), name);

      Failed failed =
          failed(
              cloudflareGatewayFixture.outcome(
                  new RollBack(bad, plain.planned(), plain.target(), plain.message())),
              FailureKind.REFUSED);
      assertThat(failed.code()).isEqualTo("bad-name");
      assertThat(cloudflareGatewayFixture.cloudflare.calls).isEmpty();
    }

    @Test
    void of_targets_that_climb_out_are_refused_too() {
      RollBack plain = CloudflareGatewayFixture.rollBackPages();
      RollBack bad =
          new RollBack(
              plain.service(),
              plain.planned(),
              CloudflareGatewayFixture.version("../" + CloudflareGatewayFixture.P2, "x"),
              "m");

      assertThat(failed(cloudflareGatewayFixture.outcome(bad), FailureKind.REFUSED).code())
          .isEqualTo("bad-name");
      assertThat(cloudflareGatewayFixture.cloudflare.posts()).isEmpty();
    }
  }

  @Nested
  class Taken_over_at_the_last_moment {
    @Test
    void nothing_is_asked_for_and_that_is_said() {
      for (RollBack each :
          List.of(CloudflareGatewayFixture.rollBack(), CloudflareGatewayFixture.rollBackPages())) {
        Failed failed =
            failed(cloudflareGatewayFixture.fenced(each, () -> false), FailureKind.UNREACHABLE);
        assertThat(failed.code()).isEqualTo("forbidden");
        assertThat(failed.text()).contains("was not asked", "Nothing was changed");
      }
      assertThat(cloudflareGatewayFixture.cloudflare.posts()).isEmpty();
    }

    @Test
    void who_can_not_find_out_asks_for_nothing_either() {
      LeaseCheck broken =
          () -> {
            throw new IllegalStateException("the database is away");
          };
      failed(
          cloudflareGatewayFixture.fenced(CloudflareGatewayFixture.rollBack(), broken),
          FailureKind.UNREACHABLE);
      assertThat(cloudflareGatewayFixture.cloudflare.posts()).isEmpty();
    }

    @Test
    void the_fence_is_asked_after_reading_and_before_acting() {
      List<Integer> callsBefore = new ArrayList<>();
      cloudflareGatewayFixture.fenced(
          CloudflareGatewayFixture.rollBack(),
          () -> {
            callsBefore.add(cloudflareGatewayFixture.cloudflare.calls.size());
            return cloudflareGatewayFixture.cloudflare.posts().isEmpty();
          });
      assertThat(callsBefore).hasSize(1);
      assertThat(callsBefore.getFirst()).isPositive();
      assertThat(cloudflareGatewayFixture.cloudflare.posts()).hasSize(1);
    }
  }

  @Nested
  class Finding_out_afterwards {
    @Test
    void the_target_live_is_a_success() {
      cloudflareGatewayFixture.cloudflare.account.worker(
          CloudflareGatewayFixture.WORKER,
          CloudflareGatewayFixture.V41,
          CloudflareGatewayFixture.V42);

      assertThat(
              rolledBack(cloudflareGatewayFixture.reconcile(CloudflareGatewayFixture.rollBack()))
                  .already())
          .isFalse();
    }

    @Test
    void the_old_one_live_means_it_was_never_done() {
      assertThat(
              failed(
                      cloudflareGatewayFixture.reconcile(CloudflareGatewayFixture.rollBack()),
                      FailureKind.NOT_DONE)
                  .text())
          .contains("still runs v42");
    }

    @Test
    void something_else_live_is_a_change() {
      cloudflareGatewayFixture.cloudflare.account.worker(
          CloudflareGatewayFixture.WORKER, CloudflareGatewayFixture.V43);

      failed(
          cloudflareGatewayFixture.reconcile(CloudflareGatewayFixture.rollBack()),
          FailureKind.CHANGED);
    }

    @Test
    void what_cannot_be_read_is_unknown() {
      cloudflareGatewayFixture.cloudflare.next("GET", "/deployments", 2, FakeCloudflare.cut());

      unknown(cloudflareGatewayFixture.reconcile(CloudflareGatewayFixture.rollBack()));
    }

    @Test
    void it_changes_nothing_as_a_job_of_its_own_either() {
      failed(
          cloudflareGatewayFixture.outcome(
              new ReconcileRollback(CloudflareGatewayFixture.rollBack())),
          FailureKind.NOT_DONE);
      assertThat(cloudflareGatewayFixture.cloudflare.posts()).isEmpty();
    }
  }

  @Nested
  class Rolling_back_pages {
    @Test
    void the_deployment_is_rolled_back_to_and_read_back() {
      RolledBack done =
          rolledBack(cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBackPages()));

      assertThat(done.live().label()).isEqualTo("22222222");
      assertThat(cloudflareGatewayFixture.cloudflare.posts())
          .containsExactly(
              new FakeCloudflare.ReceivedRequest(
                  "POST",
                  "/accounts/acc-1/pages/projects/dashboard/deployments/%s/rollback"
                      .formatted(CloudflareGatewayFixture.P2),
                  ""));
    }

    @Test
    void the_same_job_again_does_nothing_more() {
      cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBackPages());

      assertThat(
              rolledBack(cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBackPages()))
                  .already())
          .isTrue();
      assertThat(cloudflareGatewayFixture.cloudflare.posts()).hasSize(1);
    }

    @Test
    void another_one_live_is_a_change() {
      RollBack plain = CloudflareGatewayFixture.rollBackPages();

      Failed failed =
          failed(
              cloudflareGatewayFixture.outcome(
                  new RollBack(
                      plain.service(),
                      CloudflareGatewayFixture.deployment(
                          CloudflareGatewayFixture.version(
                              CloudflareGatewayFixture.P1, "11111111")),
                      plain.target(),
                      "m")),
              FailureKind.CHANGED);
      assertThat(failed.text()).contains("ui runs 33333333, deployed at 10:30 UTC");
    }

    @Test
    void a_refusal_is_told() {
      cloudflareGatewayFixture.cloudflare.next(
          "POST", "/rollback", FakeCloudflare.refuse(400, 8000009, "too old"));

      assertThat(
              failed(
                      cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBackPages()),
                      FailureKind.REFUSED)
                  .text())
          .contains("too old [8000009]")
          .contains("ui still runs 33333333");
    }

    @Test
    void a_lost_answer_is_unknown() {
      cloudflareGatewayFixture.cloudflare.next("POST", "/rollback", FakeCloudflare.cut());

      unknown(cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBackPages()));
    }

    @Test
    void a_lost_answer_after_it_was_done_is_a_success() {
      cloudflareGatewayFixture.cloudflare.next("POST", "/rollback", FakeCloudflare.doAndCut());

      rolledBack(cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBackPages()));
    }
  }
}
