package dev.rollbackbot.sandbox.cloudflare.api;

import static dev.rollbackbot.sandbox.cloudflare.CloudflareFixture.ACCOUNT;
import static dev.rollbackbot.sandbox.cloudflare.CloudflareFixture.GATEWAY;
import static dev.rollbackbot.sandbox.cloudflare.CloudflareFixture.PAGES;
import static dev.rollbackbot.sandbox.cloudflare.CloudflareFixture.PLANNING;
import static dev.rollbackbot.sandbox.cloudflare.CloudflareFixture.objects;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.sandbox.cloudflare.CloudflareFixture;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class CloudflareApiTest {

  private CloudflareFixture outside;

  @BeforeEach
  void start() throws Exception {
    outside = new CloudflareFixture();
  }

  @AfterEach
  void stop() throws Exception {
    outside.close();
  }

  @Nested
  final class Who_may_call {

    @Test
    void the_right_token_is_active() throws Exception {
      var answer = outside.get("/client/v4/user/tokens/verify");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().getBoolean("success")).isTrue();
      assertThat(answer.result().getString("status")).isEqualTo("active");
    }

    @Test
    void a_wrong_token_is_refused_and_nothing_changes() throws Exception {
      String body = CloudflareFixture.deployment(outside.version(GATEWAY, 41));
      var answer = outside.send(ACCOUNT + GATEWAY + "/deployments", "POST", body, "Bearer another");

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.errorCode()).isEqualTo(10000);
      assertThat(answer.json().getBoolean("success")).isFalse();
      assertThat(outside.standIn.providerRollbacks()).isEmpty();
    }

    @Test
    void no_token_is_refused() throws Exception {
      var answer = outside.send(ACCOUNT + GATEWAY + "/deployments", "GET", "", "");

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.errorCode()).isEqualTo(10000);
    }

    @Test
    void another_account_is_refused() throws Exception {
      var answer = outside.get("/client/v4/accounts/another" + GATEWAY + "/deployments");

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.errorCode()).isEqualTo(10000);
    }

    @Test
    void an_unknown_route_is_an_error() throws Exception {
      for (String path : List.of("", "/workers/scripts", GATEWAY, GATEWAY + "/secrets", "/zones")) {
        var answer = outside.read(path);
        assertThat(answer.status()).as(path).isEqualTo(404);
        assertThat(answer.errorCode()).as(path).isEqualTo(7000);
      }
      assertThat(outside.delete(GATEWAY + "/deployments").status()).isEqualTo(405);
    }
  }

  @Nested
  final class Reading_workers {

    @Test
    void the_newest_deployment_comes_first_and_is_the_factory() throws Exception {
      JsonObject head = outside.deployments(GATEWAY).getFirst();
      String id = outside.liveVersion(GATEWAY);
      JsonObject version = outside.read(GATEWAY + "/versions/" + id).result();

      assertThat(head.getString("source")).isEqualTo("wrangler");
      assertThat(version.getInt("number")).isEqualTo(42);
      assertThat(version.getJsonObject("annotations").getString("workers/tag"))
          .isEqualTo("factory-2.5.0");
      assertThat(version.getJsonObject("resources")).isNotEmpty();
    }

    @Test
    void the_second_newest_has_all_traffic_and_the_third_is_split() throws Exception {
      List<JsonObject> deployments = outside.deployments(GATEWAY);

      assertThat(deployments.get(1).getJsonArray("versions")).hasSize(1);
      assertThat(objects(deployments.get(2).getJsonArray("versions")))
          .extracting(share -> share.getInt("percentage"))
          .containsExactly(50, 50);
    }

    @Test
    void deployments_are_in_order_of_time() throws Exception {
      for (String worker : List.of(GATEWAY, PLANNING)) {
        assertThat(outside.deployments(worker))
            .extracting(each -> Instant.parse(each.getString("created_on")))
            .isSortedAccordingTo(Comparator.reverseOrder());
      }
    }

    @Test
    void only_deployable_versions_are_listed_when_asked_for() throws Exception {
      var all = outside.read(PLANNING + "/versions").result().getJsonArray("items");
      var some =
          outside.read(PLANNING + "/versions?deployable=true").result().getJsonArray("items");

      assertThat(objects(all))
          .extracting(each -> each.getInt("number"))
          .containsExactly(17, 16, 15, 14);
      assertThat(objects(some))
          .extracting(each -> each.getInt("number"))
          .containsExactly(17, 16, 15);
    }

    @Test
    void an_unknown_worker_or_version_is_not_found() throws Exception {
      var worker = outside.read("/workers/scripts/foundation-gateway/deployments");
      var version = outside.read(GATEWAY + "/versions/00000000-0000-0000-0000-000000000000");

      assertThat(worker.status()).isEqualTo(404);
      assertThat(worker.errorCode()).isEqualTo(10007);
      assertThat(version.status()).isEqualTo(404);
    }

    @Test
    void a_name_with_path_traversal_matches_no_worker() throws Exception {
      var answer = outside.read("/workers/scripts/a%2F..%2Ffoundation-gateway-sandbox/deployments");

      assertThat(answer.status()).isBetween(400, 404);
    }
  }

  @Nested
  final class Rolling_a_worker_back {

    @Test
    void makes_a_new_deployment_at_the_head() throws Exception {
      String target = outside.version(GATEWAY, 41);
      int before = outside.deployments(GATEWAY).size();

      var answer = outside.rollBack(GATEWAY, target);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.result().getString("source")).isEqualTo("api");
      assertThat(outside.deployments(GATEWAY)).hasSize(before + 1);
      assertThat(outside.deployments(GATEWAY).getFirst()).isEqualTo(answer.result());
      assertThat(outside.liveVersion(GATEWAY)).isEqualTo(target);
      assertThat(answer.result().getJsonObject("annotations").getString("workers/message"))
          .isEqualTo("INC-1: back");
    }

    @Test
    void is_recorded_once_a_call_even_if_the_version_is_live_already() throws Exception {
      String target = outside.version(PLANNING, 16);

      String first = outside.rollBack(PLANNING, target).result().getString("id");
      String second = outside.rollBack(PLANNING, target).result().getString("id");

      assertThat(second).isNotEqualTo(first);
      assertThat(objects(outside.standIn.providerRollbacks()))
          .allSatisfy(each -> {
            assertThat(each.getString("service")).isEqualTo("planning-machine");
            assertThat(each.getString("version")).isEqualTo(target);
          })
          .hasSize(2);
    }

    @Test
    void a_deployment_id_or_a_version_of_another_worker_is_not_a_version() throws Exception {
      String deployment = outside.deployments(GATEWAY).get(1).getString("id");

      assertThat(outside.rollBack(GATEWAY, deployment).status()).isEqualTo(404);
      assertThat(outside.rollBack(GATEWAY, outside.version(PLANNING, 16)).status()).isEqualTo(404);
      assertThat(outside.standIn.providerRollbacks()).isEmpty();
    }

    @Test
    void changed_secrets_must_be_forced() throws Exception {
      String old = outside.version(GATEWAY, 39);

      var refused = outside.rollBack(GATEWAY, old);
      var forced =
          outside.post(GATEWAY + "/deployments?force=true", CloudflareFixture.deployment(old));

      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.errorCode()).isEqualTo(10220);
      assertThat(refused.body().toString()).contains("secrets have changed: SESSION_KEY");
      assertThat(forced.status()).isEqualTo(200);
      assertThat(outside.standIn.providerRollbacks()).hasSize(1);
    }

    @Test
    void a_version_that_is_not_deployable_cannot_be_forced() throws Exception {
      String gone = outside.version(PLANNING, 14);

      var answer =
          outside.post(PLANNING + "/deployments?force=true", CloudflareFixture.deployment(gone));

      assertThat(answer.status()).isEqualTo(400);
      assertThat(outside.standIn.providerRollbacks()).isEmpty();
    }

    @Test
    void an_invalid_deployment_is_refused() throws Exception {
      String share = "{\"version_id\":\"%s\",\"percentage\":%s}";
      String version = outside.version(GATEWAY, 41);
      for (String body :
          List.of(
              "",
              "{",
              "[]",
              "{}",
              "{\"strategy\":\"percentage\"}",
              "{\"strategy\":\"percentage\",\"versions\":{}}",
              "{\"strategy\":\"percentage\",\"versions\":[{}]}",
              "{\"strategy\":\"percentage\",\"versions\":[" + share.formatted(version, 50) + "]}",
              "{\"strategy\":\"percentage\",\"versions\":["
                  + share.formatted(version, "\"100\"")
                  + "]}",
              "{\"versions\":[" + share.formatted(version, 100) + "]}")) {
        assertThat(outside.post(GATEWAY + "/deployments", body).status()).as(body).isEqualTo(400);
      }
      assertThat(outside.standIn.providerRollbacks()).isEmpty();
    }

    @Test
    void a_body_over_the_limit_is_refused() throws Exception {
      assertThat(outside.post(GATEWAY + "/deployments", "x".repeat(70_000)).status())
          .isEqualTo(413);
    }
  }

  @Nested
  final class Pages {

    @Test
    void the_live_deployment_is_the_canonical_one_not_the_newest() throws Exception {
      JsonObject project = outside.read(PAGES).result();

      assertThat(project.getJsonObject("canonical_deployment").getString("short_id"))
          .isEqualTo("9f2c81d4");
      assertThat(project.getJsonObject("latest_deployment").getString("environment"))
          .isEqualTo("preview");
    }

    @Test
    void deployments_come_in_pages_and_by_environment() throws Exception {
      JsonObject second =
          outside.read(PAGES + "/deployments?env=production&page=2&per_page=3").json();

      assertThat(objects(second.getJsonArray("result")))
          .extracting(each -> each.getString("short_id"))
          .containsExactly("e0c5b7a2");
      assertThat(second.getJsonObject("result_info").getInt("total_count")).isEqualTo(4);
      assertThat(second.getJsonObject("result_info").getInt("total_pages")).isEqualTo(2);
      for (String bad : List.of("page=0", "per_page=26", "per_page=many")) {
        assertThat(outside.read(PAGES + "/deployments?" + bad).status()).as(bad).isEqualTo(400);
      }
    }

    @Test
    void rolling_back_makes_an_earlier_deployment_canonical_and_adds_none() throws Exception {
      String target = idOf("7ab1c94e");

      var answer = outside.post(PAGES + "/deployments/" + target + "/rollback", "");

      assertThat(answer.result().getString("id")).isEqualTo(target);
      JsonObject project = outside.read(PAGES).result();
      assertThat(project.getJsonObject("canonical_deployment").getString("id")).isEqualTo(target);
      assertThat(outside.read(PAGES + "/deployments").json().getJsonArray("result")).hasSize(5);
      assertThat(objects(outside.standIn.providerRollbacks()))
          .singleElement()
          .satisfies(each -> assertThat(each.getString("version")).isEqualTo(target));
    }

    @Test
    void previews_and_failed_builds_cannot_be_rolled_back_to() throws Exception {
      for (String shortId : List.of("c81e05b3", "3d40f6c8")) {
        var answer = outside.post(PAGES + "/deployments/" + idOf(shortId) + "/rollback", "");
        assertThat(answer.status()).as(shortId).isEqualTo(400);
      }
      assertThat(outside.standIn.providerRollbacks()).isEmpty();
    }

    @Test
    void an_unknown_project_or_deployment_is_not_found() throws Exception {
      assertThat(outside.read("/pages/projects/erlvinc-dashboard").errorCode()).isEqualTo(8000007);
      assertThat(outside.post(PAGES + "/deployments/none/rollback", "").status()).isEqualTo(404);
      assertThat(outside.read(PAGES + "/deployments/none").status()).isEqualTo(404);
    }

    private String idOf(String shortId) throws Exception {
      return objects(outside.read(PAGES + "/deployments").json().getJsonArray("result")).stream()
          .filter(each -> each.getString("short_id").equals(shortId))
          .findFirst()
          .orElseThrow()
          .getString("id");
    }
  }
}
