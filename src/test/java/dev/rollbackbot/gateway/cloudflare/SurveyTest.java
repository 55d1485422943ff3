package dev.rollbackbot.gateway.cloudflare;

import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.GATEWAY;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.P2;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.P3;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.PROJECT;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.UI;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V40;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V41;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V42;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V43;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.rollBackPages;
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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SurveyTest {
  private CloudflareGatewayFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new CloudflareGatewayFixture();
  }

  @AfterEach
  void stop() throws Exception {
    fixture.stop();
  }

  private List<ServiceDeployments> survey(ServiceRef... services) {
    Outcome outcome = fixture.outcome(new Survey(List.of(services)));
    assertThat(outcome).isInstanceOf(Succeeded.class);
    return ((Surveyed) ((Succeeded) outcome).finding()).services();
  }

  private static List<String> labels(ServiceDeployments serviceDeployments) {
    return serviceDeployments.earlier().stream().map(Deployment::label).toList();
  }

  @Test
  void services_are_in_the_requested_order() {
    assertThat(survey(UI, GATEWAY).stream().map(ServiceDeployments::service))
        .containsExactly(UI, GATEWAY);
    assertThat(fixture.cloudflare.posts()).isEmpty();
  }

  @Test
  void one_unreadable_service_is_named_and_the_others_are_read() {
    fixture.cloudflare.next("GET", "/deployments", FakeCloudflare.refuse(404, 10007, "no worker"));

    Outcome outcome = fixture.outcome(new Survey(List.of(UI, GATEWAY)));
    Surveyed surveyed = (Surveyed) ((Succeeded) outcome).finding();
    assertThat(surveyed.services().stream().map(ServiceDeployments::service)).containsExactly(UI);
    assertThat(surveyed.unreadable())
        .hasValue(Map.of("gateway", "Cloudflare refused: no worker [10007]."));
  }

  @Test
  void a_survey_of_unreadable_services_only_fails_and_names_each() {
    fixture.cloudflare.next("GET", "/deployments", FakeCloudflare.refuse(404, 10007, "no worker"));
    fixture.cloudflare.next("GET", PROJECT, FakeCloudflare.refuse(404, 8000007, "no project"));

    Failed failed = (Failed) fixture.outcome(new Survey(List.of(UI, GATEWAY)));
    assertThat(failed.kind()).isEqualTo(FailureKind.REFUSED);
    assertThat(failed.text())
        .isEqualTo(
            "What ui runs could not be read. Cloudflare refused: no project [8000007]. What gateway"
                + " runs could not be read. Cloudflare refused: no worker [10007].");
  }

  @Test
  void a_wrong_token_is_a_refusal() throws Exception {
    CloudflareOptions options =
        CloudflareOptions.of(
            fixture.cloudflare.baseUrl(),
            FakeCloudflare.ACCOUNT,
            "another-token",
            InboundLimits.defaults());
    try (CloudflareGateway gateway =
        new CloudflareGateway(options, java.time.InstantSource.system())) {
      Outcome outcome =
          gateway.reconcile(
              new dev.rollbackbot.app.CommandGateway.Job("j", new Survey(List.of(GATEWAY))));
      assertThat(((Failed) outcome).code()).isEqualTo("10000");
      assertThat(gateway.problem()).hasValue("Cloudflare refused: Authentication error [10000].");
    }
  }

  @Nested
  class Surveying_a_worker {
    @Test
    void has_what_is_live_and_what_was_before() {
      ServiceDeployments serviceDeployments = survey(GATEWAY).get(0);

      assertThat(serviceDeployments.live().label()).isEqualTo("v42");
      assertThat(serviceDeployments.live().author()).hasValue("jo@example.com");
      assertThat(labels(serviceDeployments)).containsExactly("v41", "v40");
      assertThat(serviceDeployments.warnings()).isEmpty();
      assertThat(serviceDeployments.earlier().get(0).onlyVersion().get())
          .isEqualTo(
              new Version(
                  V41,
                  "v41",
                  java.util.Optional.of("rel-41"),
                  java.util.Optional.of(Instant.parse("2026-02-01T00:00:00Z")),
                  java.util.Optional.of("jo@example.com"),
                  java.util.Optional.of("message of 41"),
                  java.util.Optional.empty()));
    }

    @Test
    void warns_of_split_traffic() {
      fixture.deployments().add(0, FakeAccount.deployment("split", 59, V43, 50, V42, 50));

      assertThat(survey(GATEWAY).get(0).warnings())
          .containsExactly("Traffic is split: v43 50 % + v42 50 %.");
    }

    @Test
    void a_version_without_traffic_is_not_live() {
      fixture.deployments().add(0, FakeAccount.deployment("zero", 59, V43, 100, V42, 0));

      assertThat(survey(GATEWAY).get(0).live().onlyVersion().get().label()).isEqualTo("v43");
    }

    @Test
    void a_version_that_cannot_be_deployed_is_no_candidate() {
      fixture.cloudflare.account.listed.remove(V40);
      fixture.cloudflare.account.unlisted.put(V40, FakeAccount.versionJson(V40, 40));

      ServiceDeployments serviceDeployments = survey(GATEWAY).get(0);
      assertThat(labels(serviceDeployments)).containsExactly("v41");
      assertThat(serviceDeployments.warnings()).isEmpty();
    }

    @Test
    void a_deleted_version_is_left_out() {
      fixture.cloudflare.account.listed.remove(V40);
      fixture.cloudflare.next("GET", V40, FakeCloudflare.refuse(404, 10007, "gone"));

      ServiceDeployments serviceDeployments = survey(GATEWAY).get(0);
      assertThat(labels(serviceDeployments)).containsExactly("v41");
      assertThat(serviceDeployments.warnings())
          .containsExactly("Cloudflare no longer keeps aaaa0040: it is left out.");
    }

    @Test
    void without_a_list_of_versions_short_ids_are_used() {
      fixture.cloudflare.next("GET", "deployable=true", FakeCloudflare.refuse(403, 10000, "no"));
      for (String id : List.of(V42, V41, V40)) {
        fixture.cloudflare.next("GET", id, FakeCloudflare.answer(200, "<html>"));
      }

      ServiceDeployments serviceDeployments = survey(GATEWAY).get(0);
      assertThat(serviceDeployments.live().label()).isEqualTo("aaaa0042");
      assertThat(serviceDeployments.warnings())
          .containsExactly(
              "Cloudflare did not list the versions: numbers and tags may be missing.");
    }

    @Test
    void has_at_most_twenty_earlier_deployments_newest_first() {
      List<JsonObject> list = fixture.deployments();
      list.clear();
      for (int i = 0; i < 30; i++) {
        list.add(FakeAccount.deployment("d" + i, 59 - i, V41, 100));
      }

      ServiceDeployments serviceDeployments = survey(GATEWAY).get(0);
      assertThat(serviceDeployments.earlier()).hasSize(20);
      assertThat(serviceDeployments.earlier().get(0).id()).isEqualTo("d1");
      assertThat(serviceDeployments.warnings())
          .containsExactly("Only the newest 20 of 29 earlier deployments are shown.");
    }

    @Test
    void an_unreadable_earlier_deployment_is_left_out_with_a_warning() {
      fixture.deployments().add(1, FakeAccount.deployment("half", 59, V43, 50));

      ServiceDeployments serviceDeployments = survey(GATEWAY).get(0);
      assertThat(labels(serviceDeployments)).containsExactly("v41", "v40");
      assertThat(serviceDeployments.warnings())
          .containsExactly("Some earlier deployments could not be read and are left out.");
    }

    @Test
    void that_was_never_deployed_cannot_be_surveyed() {
      fixture.deployments().clear();

      Failed failed = (Failed) fixture.outcome(new Survey(List.of(GATEWAY)));
      assertThat(failed.code()).isEqualTo("no-deployment");
    }
  }

  @Nested
  class Surveying_pages {
    @Test
    void has_the_canonical_deployment_and_eligible_earlier_ones() {
      fixture.cloudflare.account.project(
          PROJECT,
          JsonValue.EMPTY_JSON_OBJECT,
          FakeAccount.pagesDeployment(P3, 30, "production", "success"),
          FakeAccount.pagesDeployment("aaaaaaaa-failed", 25, "production", "failure"),
          FakeAccount.pagesDeployment("bbbbbbbb-preview", 24, "preview", "success"),
          FakeAccount.pagesDeployment(P2, 20, "production", "success"));

      ServiceDeployments serviceDeployments = survey(UI).get(0);
      assertThat(serviceDeployments.live().label()).isEqualTo("33333333");
      assertThat(labels(serviceDeployments)).containsExactly("22222222");
      Version version = serviceDeployments.earlier().get(0).onlyVersion().get();
      assertThat(version.tag()).hasValue("01234567");
      assertThat(version.message()).hasValue("commit of " + P2);
      assertThat(serviceDeployments.warnings()).isEmpty();
    }

    @Test
    void the_live_one_need_not_be_the_newest() {
      fixture.outcome(rollBackPages());

      ServiceDeployments serviceDeployments = survey(UI).get(0);
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
      fixture.cloudflare.account.project(
          PROJECT, source, FakeAccount.pagesDeployment(P3, 30, "production", "success"));

      assertThat(survey(UI).get(0).warnings())
          .containsExactly(
              "dashboard is tied to git: the next push to main deploys over the rollback.");
    }

    @Test
    void reads_further_pages_up_to_a_limit() {
      JsonObject[] many = new JsonObject[200];
      many[0] = FakeAccount.pagesDeployment(P3, 59, "production", "success");
      for (int i = 1; i < many.length; i++) {
        many[i] =
            FakeAccount.pagesDeployment("failure%02d".formatted(i), 30, "production", "failure");
      }
      many[60] = FakeAccount.pagesDeployment(P2, 20, "production", "success");
      fixture.cloudflare.account.project(PROJECT, JsonValue.EMPTY_JSON_OBJECT, many);

      ServiceDeployments serviceDeployments = survey(UI).get(0);
      assertThat(labels(serviceDeployments)).containsExactly("22222222");
      assertThat(serviceDeployments.warnings())
          .containsExactly("Only the newest 100 deployments were looked at.");
      assertThat(fixture.cloudflare.calls).filteredOn(c -> c.path().contains("page=")).hasSize(4);
    }

    @Test
    void with_nothing_live_cannot_be_surveyed() {
      fixture.cloudflare.account.projects.put(
          PROJECT, Json.createObjectBuilder().addNull("canonical_deployment").build());

      assertThat(((Failed) fixture.outcome(new Survey(List.of(UI)))).code())
          .isEqualTo("no-deployment");
    }
  }
}
