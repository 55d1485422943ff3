package dev.rollbackbot.gateway.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation.Survey;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.Outcome.Succeeded;
import dev.rollbackbot.incident.rollback.Outcome.Surveyed;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.ServiceRef;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SurveyTest {
  private CloudflareGatewayFixture cloudflareGatewayFixture;

  @BeforeEach
  void start() throws Exception {
    cloudflareGatewayFixture = new CloudflareGatewayFixture();
  }

  @AfterEach
  void stop() throws Exception {
    cloudflareGatewayFixture.stop();
  }

  private List<ServiceDeployments> survey(ServiceRef... services) {
    Outcome outcome = cloudflareGatewayFixture.outcome(new Survey(List.of(services)));
    assertThat(outcome).isInstanceOf(Succeeded.class);
    return ((Surveyed) ((Succeeded) outcome).finding()).snapshots();
  }

  private static List<String> labels(ServiceDeployments serviceDeployments) {
    return serviceDeployments.earlier().stream().map(Deployment::label).toList();
  }

  @Test
  void services_come_in_the_order_they_were_asked_for() {
    assertThat(
            survey(CloudflareGatewayFixture.UI, CloudflareGatewayFixture.GATEWAY).stream()
                .map(ServiceDeployments::service))
        .containsExactly(CloudflareGatewayFixture.UI, CloudflareGatewayFixture.GATEWAY);
    assertThat(cloudflareGatewayFixture.cloudflare.posts()).isEmpty();
  }

  @Test
  void one_that_cannot_be_read_fails_all_and_is_named() {
    cloudflareGatewayFixture.cloudflare.next(
        "GET", "/deployments", FakeCloudflare.refuse(404, 10007, "no worker"));

    Failed failed =
        (Failed)
            cloudflareGatewayFixture.outcome(
                new Survey(List.of(CloudflareGatewayFixture.UI, CloudflareGatewayFixture.GATEWAY)));
    assertThat(failed.kind()).isEqualTo(FailureKind.REFUSED);
    assertThat(failed.text())
        .isEqualTo("What gateway runs could not be read. Cloudflare refused: no worker [10007].");
  }

  @Test
  void a_wrong_token_is_a_refusal() throws Exception {
    CloudflareOptions options =
        CloudflareOptions.of(
            cloudflareGatewayFixture.cloudflare.baseUrl(),
            FakeCloudflare.ACCOUNT,
            "another-token",
            InboundLimits.defaults());
    try (CloudflareGateway gateway =
        new CloudflareGateway(options, java.time.InstantSource.system())) {
      Outcome outcome =
          gateway.reconcile(
              new dev.rollbackbot.app.CommandGateway.Job(
                  "j", new Survey(List.of(CloudflareGatewayFixture.GATEWAY))));
      assertThat(((Failed) outcome).code()).isEqualTo("10000");
      assertThat(gateway.problem()).hasValue("Cloudflare refused: Authentication error [10000].");
    }
  }

  @Nested
  class Surveying_a_worker {
    @Test
    void tells_what_is_live_and_what_was_before() {
      ServiceDeployments serviceDeployments = survey(CloudflareGatewayFixture.GATEWAY).get(0);

      assertThat(serviceDeployments.live().label()).isEqualTo("v42");
      assertThat(serviceDeployments.live().author()).hasValue("jo@example.com");
      assertThat(labels(serviceDeployments)).containsExactly("v41", "v40");
      assertThat(serviceDeployments.warnings()).isEmpty();
      assertThat(serviceDeployments.earlier().get(0).onlyVersion().get())
          .isEqualTo(
              new Version(
                  CloudflareGatewayFixture.V41,
                  "v41",
                  java.util.Optional.of("rel-41"),
                  java.util.Optional.of(Instant.parse("2026-02-01T00:00:00Z")),
                  java.util.Optional.of("jo@example.com"),
                  java.util.Optional.of("message of 41")));
    }

    @Test
    void warns_of_split_traffic() {
      cloudflareGatewayFixture
          .deployments()
          .add(
              0,
              FakeAccount.deployment(
                  "split", 59, CloudflareGatewayFixture.V43, 50, CloudflareGatewayFixture.V42, 50));

      assertThat(survey(CloudflareGatewayFixture.GATEWAY).get(0).warnings())
          .containsExactly("Traffic is split: v43 50 % + v42 50 %.");
    }

    @Test
    void a_version_without_traffic_is_not_live() {
      cloudflareGatewayFixture
          .deployments()
          .add(
              0,
              FakeAccount.deployment(
                  "zero", 59, CloudflareGatewayFixture.V43, 100, CloudflareGatewayFixture.V42, 0));

      assertThat(survey(CloudflareGatewayFixture.GATEWAY).get(0).live().onlyVersion().get().label())
          .isEqualTo("v43");
    }

    @Test
    void a_version_that_can_not_be_deployed_is_no_choice() {
      cloudflareGatewayFixture.cloudflare.account.listed.remove(CloudflareGatewayFixture.V40);
      cloudflareGatewayFixture.cloudflare.account.unlisted.put(
          CloudflareGatewayFixture.V40, FakeAccount.versionJson(CloudflareGatewayFixture.V40, 40));

      ServiceDeployments serviceDeployments = survey(CloudflareGatewayFixture.GATEWAY).get(0);
      assertThat(labels(serviceDeployments)).containsExactly("v41");
      assertThat(serviceDeployments.warnings()).isEmpty();
    }

    @Test
    void a_version_that_is_gone_is_left_out() {
      cloudflareGatewayFixture.cloudflare.account.listed.remove(CloudflareGatewayFixture.V40);
      cloudflareGatewayFixture.cloudflare.next(
          "GET", CloudflareGatewayFixture.V40, FakeCloudflare.refuse(404, 10007, "gone"));

      ServiceDeployments serviceDeployments = survey(CloudflareGatewayFixture.GATEWAY).get(0);
      assertThat(labels(serviceDeployments)).containsExactly("v41");
      assertThat(serviceDeployments.warnings())
          .containsExactly("Cloudflare no longer keeps aaaa0040: it is left out.");
    }

    @Test
    void without_a_list_of_versions_short_ids_do() {
      cloudflareGatewayFixture.cloudflare.next(
          "GET", "deployable=true", FakeCloudflare.refuse(403, 10000, "no"));
      for (String id :
          List.of(
              CloudflareGatewayFixture.V42,
              CloudflareGatewayFixture.V41,
              CloudflareGatewayFixture.V40)) {
        cloudflareGatewayFixture.cloudflare.next("GET", id, FakeCloudflare.answer(200, "<html>"));
      }

      ServiceDeployments serviceDeployments = survey(CloudflareGatewayFixture.GATEWAY).get(0);
      assertThat(serviceDeployments.live().label()).isEqualTo("aaaa0042");
      assertThat(serviceDeployments.warnings())
          .containsExactly(
              "Cloudflare did not list the versions: numbers and tags may be missing.");
    }

    @Test
    void at_most_twenty_earlier_ones_are_told_newest_first() {
      List<JsonObject> list = cloudflareGatewayFixture.deployments();
      list.clear();
      for (int i = 0; i < 30; i++) {
        list.add(FakeAccount.deployment("d" + i, 59 - i, CloudflareGatewayFixture.V41, 100));
      }

      ServiceDeployments serviceDeployments = survey(CloudflareGatewayFixture.GATEWAY).get(0);
      assertThat(serviceDeployments.earlier()).hasSize(20);
      assertThat(serviceDeployments.earlier().get(0).id()).isEqualTo("d1");
      assertThat(serviceDeployments.warnings())
          .containsExactly("Only the newest 20 of 29 earlier deployments are shown.");
    }

    @Test
    void an_earlier_one_that_makes_no_sense_is_left_out_with_a_warning() {
      cloudflareGatewayFixture
          .deployments()
          .add(1, FakeAccount.deployment("half", 59, CloudflareGatewayFixture.V43, 50));

      ServiceDeployments serviceDeployments = survey(CloudflareGatewayFixture.GATEWAY).get(0);
      assertThat(labels(serviceDeployments)).containsExactly("v41", "v40");
      assertThat(serviceDeployments.warnings())
          .containsExactly("Some earlier deployments could not be read and are left out.");
    }

    @Test
    void that_was_never_deployed_cannot_be_surveyed() {
      cloudflareGatewayFixture.deployments().clear();

      Failed failed =
          (Failed)
              cloudflareGatewayFixture.outcome(
                  new Survey(List.of(CloudflareGatewayFixture.GATEWAY)));
      assertThat(failed.code()).isEqualTo("no-deployment");
    }
  }

  @Nested
  class Surveying_pages {
    @Test
    void tells_the_canonical_deployment_and_eligible_ones_before_it() {
      cloudflareGatewayFixture.cloudflare.account.project(
          CloudflareGatewayFixture.PROJECT,
          JsonValue.EMPTY_JSON_OBJECT,
          FakeAccount.pagesDeployment(CloudflareGatewayFixture.P3, 30, "production", "success"),
          FakeAccount.pagesDeployment("aaaaaaaa-failed", 25, "production", "failure"),
          FakeAccount.pagesDeployment("bbbbbbbb-preview", 24, "preview", "success"),
          FakeAccount.pagesDeployment(CloudflareGatewayFixture.P2, 20, "production", "success"));

      ServiceDeployments serviceDeployments = survey(CloudflareGatewayFixture.UI).get(0);
      assertThat(serviceDeployments.live().label()).isEqualTo("33333333");
      assertThat(labels(serviceDeployments)).containsExactly("22222222");
      Version version = serviceDeployments.earlier().get(0).onlyVersion().get();
      assertThat(version.tag()).hasValue("01234567");
      assertThat(version.message()).hasValue("commit of " + CloudflareGatewayFixture.P2);
      assertThat(serviceDeployments.warnings()).isEmpty();
    }

    @Test
    void the_live_one_need_not_be_the_newest() {
      cloudflareGatewayFixture.outcome(CloudflareGatewayFixture.rollBackPages());

      ServiceDeployments serviceDeployments = survey(CloudflareGatewayFixture.UI).get(0);
      assertThat(serviceDeployments.live().label()).isEqualTo("22222222");
      assertThat(labels(serviceDeployments)).containsExactly("11111111");
      assertThat(serviceDeployments.warnings())
          .containsExactly(
              "There are newer deployments than the live one: it was rolled back before.");
    }

    @Test
    void warns_of_a_project_that_the_next_push_redeploys() {
      JsonObject source =
          Json.createObjectBuilder()
              .add("type", "github")
              .add(
                  "config",
                  Json.createObjectBuilder()
                      .add("production_branch", "main")
                      .add("production_deployments_enabled", true))
              .build();
      cloudflareGatewayFixture.cloudflare.account.project(
          CloudflareGatewayFixture.PROJECT,
          source,
          FakeAccount.pagesDeployment(CloudflareGatewayFixture.P3, 30, "production", "success"));

      assertThat(survey(CloudflareGatewayFixture.UI).get(0).warnings())
          .containsExactly(
              "dashboard is tied to git: the next push to main deploys over the rollback.");
    }

    @Test
    void reads_further_pages_up_to_a_limit() {
      JsonObject[] many = new JsonObject[200];
      many[0] =
          FakeAccount.pagesDeployment(CloudflareGatewayFixture.P3, 59, "production", "success");
      for (int i = 1; i < many.length; i++) {
        many[i] =
            FakeAccount.pagesDeployment("failure%02d".formatted(i), 30, "production", "failure");
      }
      many[60] =
          FakeAccount.pagesDeployment(CloudflareGatewayFixture.P2, 20, "production", "success");
      cloudflareGatewayFixture.cloudflare.account.project(
          CloudflareGatewayFixture.PROJECT, JsonValue.EMPTY_JSON_OBJECT, many);

      ServiceDeployments serviceDeployments = survey(CloudflareGatewayFixture.UI).get(0);
      assertThat(labels(serviceDeployments)).containsExactly("22222222");
      assertThat(serviceDeployments.warnings())
          .containsExactly("Only the newest 100 deployments were looked at.");
      assertThat(cloudflareGatewayFixture.cloudflare.calls)
          .filteredOn(c -> c.path().contains("page="))
          .hasSize(4);
    }

    @Test
    void with_nothing_live_cannot_be_surveyed() {
      cloudflareGatewayFixture.cloudflare.account.projects.put(
          CloudflareGatewayFixture.PROJECT,
          Json.createObjectBuilder().addNull("canonical_deployment").build());

      assertThat(
              ((Failed)
                      cloudflareGatewayFixture.outcome(
                          new Survey(List.of(CloudflareGatewayFixture.UI))))
                  .code())
          .isEqualTo("no-deployment");
    }
  }
}
