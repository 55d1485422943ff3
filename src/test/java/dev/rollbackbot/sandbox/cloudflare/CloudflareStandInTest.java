package dev.rollbackbot.sandbox.cloudflare;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.sandbox.cloudflare.CloudflareFixture.GATEWAY;
import static dev.rollbackbot.sandbox.cloudflare.CloudflareFixture.PAGES;
import static dev.rollbackbot.sandbox.cloudflare.CloudflareFixture.PLANNING;
import static dev.rollbackbot.sandbox.cloudflare.CloudflareFixture.objects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.sandbox.cloudflare.account.StableIds;
import dev.rollbackbot.sandbox.cloudflare.account.Timings;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class CloudflareStandInTest {

  private CloudflareFixture outside;

  @BeforeEach
  void start() throws Exception {
    outside = new CloudflareFixture();
  }

  @AfterEach
  void stop() throws Exception {
    outside.close();
  }

  private void rollBackAll() throws Exception {
    outside.rollBack(GATEWAY, outside.version(GATEWAY, 41));
    outside.rollBack(PLANNING, outside.version(PLANNING, 16));
    String target = StableIds.startingWith("7ab1c94e");
    outside.post(PAGES + "/deployments/" + target + "/rollback", "");
  }

  private String health(String site) throws Exception {
    return outside.get("/sites/" + site + "/health").json().getString("status");
  }

  private double errorRate() throws Exception {
    return outside
        .get("/sites/gateway/metrics/error-rate")
        .json()
        .getJsonNumber("error_rate_percent")
        .doubleValue();
  }

  @Nested
  final class The_sites {

    @Test
    void are_broken_while_the_factory_is_live() throws Exception {
      JsonObject gateway = outside.get("/sites/gateway/health").json();

      assertThat(gateway.getString("status")).isEqualTo("degraded");
      assertThat(gateway.getJsonNumber("error_rate").doubleValue()).isBetween(4.0, 8.0);
      assertThat(health("planning")).isEqualTo("degraded");
      assertThat(outside.get("/sites/gateway/api/public/factory/templates").status())
          .isEqualTo(500);
      assertThat(outside.get("/sites/dashboard/factory").status()).isEqualTo(500);
      assertThat(errorRate()).isBetween(4.0, 8.0);
    }

    @Test
    void follow_a_rollback_after_its_propagation() throws Exception {
      rollBackAll();
      assertThat(outside.service("gateway").getBoolean("spreading")).isTrue();
      assertThat(health("gateway")).isEqualTo("degraded");

      outside.propagate();

      assertThat(health("gateway")).isEqualTo("ok");
      assertThat(health("planning")).isEqualTo("ok");
      assertThat(outside.get("/sites/gateway/api/public/factory/templates").status())
          .isEqualTo(404);
      assertThat(outside.get("/sites/dashboard/factory").status()).isEqualTo(404);
      assertThat(outside.service("gateway").getBoolean("spreading")).isFalse();
      await().untilAsserted(() -> assertThat(errorRate()).isEqualTo(0.2));
    }

    @Test
    void one_service_rolled_back_leaves_the_other_as_it_was() throws Exception {
      outside.rollBack(GATEWAY, outside.version(GATEWAY, 41));
      outside.propagate();

      assertThat(health("gateway")).isEqualTo("ok");
      assertThat(health("planning")).isEqualTo("degraded");
      assertThat(errorRate()).isGreaterThan(4);
    }

    @Test
    void answer_the_same_for_every_version_outside_the_factory_feature() throws Exception {
      var runs = outside.get("/sites/gateway/api/planning/runs");

      assertThat(runs.status()).isEqualTo(401);
      assertThat(runs.json().getString("error")).isEqualTo("unauthorized");
      assertThat(outside.get("/sites/dashboard/dashboard").body()).contains("<h1>");
      assertThat(outside.get("/sites/gateway/nothing").status()).isEqualTo(404);
      assertThat(outside.get("/sites/elsewhere/health").status()).isEqualTo(404);
      assertThat(outside.send("/sites/gateway/health", "POST", "", "").status()).isEqualTo(405);
    }

    @Test
    void leave_other_paths_alone() throws Exception {
      assertThat(outside.get("/page/state").status()).isEqualTo(404);
      assertThat(outside.get("/sitesmap").status()).isEqualTo(404);
    }
  }

  @Nested
  final class The_faults {

    @Test
    void a_provider_that_is_down_does_nothing() throws Exception {
      String target = outside.version(GATEWAY, 41);
      outside.standIn.setFault("provider-down", true);

      assertThat(outside.rollBack(GATEWAY, target).status()).isEqualTo(503);
      assertThat(outside.get("/client/v4/user/tokens/verify").status()).isEqualTo(503);
      assertThat(outside.standIn.providerRollbacks()).isEmpty();
      assertThat(health("gateway")).isEqualTo("degraded");

      outside.standIn.setFault("provider-down", false);
      assertThat(outside.rollBack(GATEWAY, target).status()).isEqualTo(200);
    }

    @Test
    void a_slow_provider_acts_at_once_and_answers_late() throws Exception {
      String target = outside.version(GATEWAY, 41);
      outside.standIn.setFault("provider-slow", true);
      long start = System.nanoTime();

      var answer = outside.rollBack(GATEWAY, target);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Timings.of(true).heldAnswer());
      outside.propagate();
      assertThat(health("gateway")).isEqualTo("ok");
    }

    @Test
    void a_failing_rollback_fails_once_and_only_for_its_service() throws Exception {
      String gateway = outside.version(GATEWAY, 41);
      outside.standIn.setFault("fail-gateway-once", true);

      assertThat(outside.rollBack(PLANNING, outside.version(PLANNING, 16)).status()).isEqualTo(200);
      assertThat(outside.isOn("fail-gateway-once")).isTrue();
      var failed = outside.rollBack(GATEWAY, gateway);
      assertThat(failed.status()).isEqualTo(400);
      assertThat(failed.json().getBoolean("success")).isFalse();
      assertThat(outside.liveVersion(GATEWAY)).isNotEqualTo(gateway);
      assertThat(outside.isOn("fail-gateway-once")).isFalse();
      assertThat(outside.rollBack(GATEWAY, gateway).status()).isEqualTo(200);
    }

    @Test
    void planning_has_its_own_failure() throws Exception {
      String target = outside.version(PLANNING, 16);
      outside.standIn.setFault("fail-planning-once", true);

      assertThat(outside.rollBack(PLANNING, target).status()).isEqualTo(400);
      assertThat(outside.rollBack(PLANNING, target).status()).isEqualTo(200);
    }

    @Test
    void a_lost_answer_hides_that_the_rollback_was_done() throws Exception {
      String target = outside.version(GATEWAY, 41);
      outside.standIn.setFault("lose-answer-once", true);

      assertThatThrownBy(() -> outside.rollBack(GATEWAY, target)).isInstanceOf(IOException.class);

      assertThat(outside.liveVersion(GATEWAY)).isEqualTo(target);
      assertThat(outside.standIn.providerRollbacks()).hasSize(1);
      assertThat(outside.isOn("lose-answer-once")).isFalse();
    }

    @Test
    void a_rejected_rollback_does_not_use_up_a_lost_answer() throws Exception {
      outside.standIn.setFault("lose-answer-once", true);

      assertThat(outside.rollBack(GATEWAY, "unknown").status()).isEqualTo(404);
      assertThat(outside.isOn("lose-answer-once")).isTrue();
      String target = StableIds.startingWith("7ab1c94e");
      assertThatThrownBy(() -> outside.post(PAGES + "/deployments/" + target + "/rollback", ""))
          .isInstanceOf(IOException.class);
      assertThat(outside.standIn.providerRollbacks()).hasSize(1);
    }

    @Test
    void someone_else_can_deploy_repeatedly() throws Exception {
      outside.standIn.setFault("someone-deploys", true);
      outside.standIn.setFault("someone-deploys", true);

      JsonObject head = outside.deployments(GATEWAY).getFirst();
      assertThat(head.getString("author_email")).startsWith("someone-else");
      assertThat(outside.liveVersion(GATEWAY)).isEqualTo(outside.version(GATEWAY, 44));
      assertThat(outside.isOn("someone-deploys")).isFalse();
      assertThat(outside.standIn.providerRollbacks()).isEmpty();
      assertThat(health("gateway")).isEqualTo("degraded");
    }

    @Test
    void a_throttled_slack_recovers_by_itself() {
      outside.standIn.setFault("slack-429", true);

      assertThat(outside.standIn.slackThrottled()).isTrue();
      outside.endThrottling();
      assertThat(outside.standIn.slackThrottled()).isFalse();
      assertThat(outside.isOn("slack-429")).isFalse();
    }

    @Test
    void a_sick_site_stays_bad_after_the_rollback() throws Exception {
      outside.standIn.setFault("site-sick", true);
      rollBackAll();
      outside.propagate();

      assertThat(outside.get("/sites/gateway/api/public/factory/templates").status())
          .isEqualTo(404);
      assertThat(health("gateway")).isEqualTo("degraded");
      assertThat(errorRate()).isGreaterThan(4);
      outside.standIn.setFault("site-sick", false);
      assertThat(health("gateway")).isEqualTo("ok");
    }

    @Test
    void an_unknown_fault_is_refused_with_the_list_of_faults() {
      assertThatThrownBy(() -> outside.standIn.setFault("gremlins", true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("gremlins")
          .hasMessageContaining("lose-answer-once");
    }
  }

  @Nested
  final class The_page {

    @Test
    void shows_each_service_with_its_live_version_and_health() {
      JsonObject gateway = outside.service("gateway");
      JsonObject ui = outside.service("ui");

      assertThat(gateway.getJsonObject("live").getString("label")).isEqualTo("v42");
      assertThat(gateway.getBoolean("healthy")).isFalse();
      assertThat(gateway.getJsonObject("health").getString("body")).contains("degraded");
      assertThat(outside.service("planning-machine").getJsonObject("live").getString("label"))
          .isEqualTo("v17");
      assertThat(ui.getString("kind")).isEqualTo("pages");
      assertThat(ui.getJsonObject("live").getString("label")).isEqualTo("9f2c81d4");
    }

    @Test
    void shows_split_traffic_as_one_label() throws Exception {
      String share = "{\"version_id\":\"%s\",\"percentage\":50}";
      String versions =
          share.formatted(outside.version(GATEWAY, 40))
              + ","
              + share.formatted(outside.version(GATEWAY, 42));
      outside.post(
          GATEWAY + "/deployments",
          "{\"strategy\":\"percentage\",\"versions\":[" + versions + "]}");

      assertThat(outside.service("gateway").getJsonObject("live").getString("label"))
          .isEqualTo("v40 50 % · v42 50 %");
      assertThat(outside.standIn.providerRollbacks()).hasSize(1);
    }

    @Test
    void shows_the_calls_without_the_token_and_keeps_the_last_fifty() throws Exception {
      for (int i = 0; i < 52; i++) {
        outside.read(PAGES + "?call=" + i);
      }

      var calls = objects(outside.standIn.json().getJsonArray("providerCalls"));
      assertThat(calls).hasSize(50);
      assertThat(calls.getLast().getString("path")).endsWith("?call=51");
      assertThat(calls.getLast().getInt("status")).isEqualTo(200);
      assertThat(outside.standIn.json().toString()).doesNotContain("a-token-for-tests");
    }

    @Test
    void is_notified_of_every_change_even_if_another_listener_fails() {
      AtomicInteger changes = new AtomicInteger();
      outside.standIn.onChange(() -> {
        throw new IllegalStateException("a listener of the test");
      });
      outside.standIn.onChange(changes::incrementAndGet);

      await().until(() -> changes.get() > 2);
      assertThat(outside.standIn.json().getJsonArray("errorRate")).hasSize(60);
    }

    @Test
    void a_reset_restores_the_start() throws Exception {
      JsonObject before = outside.service("ui").getJsonObject("live");
      var ids = outside.deployments(GATEWAY).stream().map(each -> each.getString("id")).toList();
      rollBackAll();
      outside.standIn.setFault("provider-down", true);

      outside.standIn.reset();

      assertThat(outside.standIn.providerRollbacks()).isEmpty();
      assertThat(outside.isOn("provider-down")).isFalse();
      assertThat(outside.standIn.json().getJsonArray("providerCalls")).isEmpty();
      assertThat(outside.service("ui").getJsonObject("live").getString("id"))
          .isEqualTo(before.getString("id"));
      assertThat(outside.deployments(GATEWAY))
          .extracting(each -> each.getString("id"))
          .isEqualTo(ids);
      assertThat(health("gateway")).isEqualTo("degraded");
    }
  }
}
