package dev.rollbackbot.gateway.cloudflare;

import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.rollBack;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.rollBackPages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.gateway.BoundedHttpClient;
import dev.rollbackbot.gateway.CallResult;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Unknown;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UncertainRollbackTest extends CompareAndRollbackCase {
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
}
