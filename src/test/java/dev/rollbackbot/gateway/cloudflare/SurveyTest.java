package dev.rollbackbot.gateway.cloudflare;

import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.GATEWAY;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.P1;
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
import dev.rollbackbot.gateway.ProviderGateway;
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
import dev.rollbackbot.secret.Secret;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Outcome outcome = fixture.outcome(Survey.of(List.of(services)));
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

    Outcome outcome = fixture.outcome(Survey.of(List.of(UI, GATEWAY)));
    Surveyed surveyed = (Surveyed) ((Succeeded) outcome).finding();
    assertThat(surveyed.services().stream().map(ServiceDeployments::service)).containsExactly(UI);
    assertThat(surveyed.unreadable())
        .hasValue(Map.of("gateway", "Cloudflare refused: no worker [10007]."));
  }

  @Test
  void a_survey_of_unreadable_services_only_fails_and_names_each() {
    fixture.cloudflare.next("GET", "/deployments", FakeCloudflare.refuse(404, 10007, "no worker"));
    fixture.cloudflare.next("GET", PROJECT, FakeCloudflare.refuse(404, 8000007, "no project"));

    Failed failed = (Failed) fixture.outcome(Survey.of(List.of(UI, GATEWAY)));
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
            Optional.of(Secret.fixed("another-token")),
            InboundLimits.defaults());
    try (ProviderGateway gateway =
        CloudflareGatewayFixture.gateway(options, java.time.InstantSource.system())) {
      Outcome outcome =
          gateway.reconcile(
              new dev.rollbackbot.app.CommandGateway.Job("j", Survey.of(List.of(GATEWAY))));
      assertThat(((Failed) outcome).code()).isEqualTo("10000");
      assertThat(gateway.problem())
          .hasValue(
              "Cloudflare refused: Authentication error [10000]. CLOUDFLARE_API_TOKEN is not"
                  + " accepted: it is wrong, has expired or was revoked.");
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
                  java.util.Optional.of("etag of " + V41)));
      assertThat(serviceDeployments.live().onlyVersion().orElseThrow().digest())
          .hasValue("etag of " + V42);
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
      // It is older than a possible target.
      assertThat(serviceDeployments.warnings()).isEmpty();
    }

    @Test
    void a_newer_version_that_cannot_be_deployed_is_passed_over_and_named() {
      fixture.cloudflare.account.listed.remove(V41);
      fixture.cloudflare.account.unlisted.put(V41, FakeAccount.versionJson(V41, 41));

      ServiceDeployments serviceDeployments = survey(GATEWAY).get(0);
      assertThat(labels(serviceDeployments)).containsExactly("v40");
      assertThat(serviceDeployments.warnings())
          .containsExactly("Cloudflare doesn't allow a rollback to v41: left out.");
    }

    @Test
    void a_deleted_version_is_left_out() {
      fixture.cloudflare.account.listed.remove(V40);
      fixture.cloudflare.next("GET", V40, FakeCloudflare.refuse(404, 10007, "gone"));

      ServiceDeployments serviceDeployments = survey(GATEWAY).get(0);
      assertThat(labels(serviceDeployments)).containsExactly("v41");
      assertThat(serviceDeployments.warnings())
          .containsExactly("Cloudflare no longer keeps aaaa0040: left out.");
    }

    @Test
    void without_a_list_of_versions_short_ids_are_used() {
      fixture.cloudflare.next("GET", "deployable=true", FakeCloudflare.refuse(403, 10000, "no"));
      for (String id : List.of(V42, V41, V40)) {
        fixture.cloudflare.next("GET", id, 2, FakeCloudflare.answer(200, "<html>"));
      }

      ServiceDeployments serviceDeployments = survey(GATEWAY).get(0);
      assertThat(serviceDeployments.live().label()).isEqualTo("aaaa0042");
      assertThat(labels(serviceDeployments)).containsExactly("aaaa0041", "aaaa0040");
      assertThat(serviceDeployments.warnings())
          .containsExactly(
              "Cloudflare did not list the versions: numbers and tags may be missing.",
              "The code of aaaa0042 could not be read: whether an earlier version has the same is"
                  + " not known.");
    }

    @Test
    void has_at_most_a_hundred_earlier_deployments_newest_first() {
      List<JsonObject> list = fixture.deployments();
      list.clear();
      fixture.cloudflare.account.deploymentsPerPage = 200;
      list.add(FakeAccount.deployment("d0", 59, V42, 100));
      for (int i = 1; i < 130; i++) {
        list.add(FakeAccount.deployment("d%03d".formatted(i), 58 - i / 60, V41, 100));
      }

      ServiceDeployments serviceDeployments = survey(GATEWAY).get(0);
      assertThat(serviceDeployments.earlier()).hasSize(100);
      assertThat(serviceDeployments.earlier().get(0).id()).isEqualTo("d001");
      assertThat(serviceDeployments.warnings())
          .containsExactly("Only 100 of 129 earlier deployments are shown.");
    }

    @Test
    void the_last_of_many_deployments_is_found_if_only_it_leads_away() {
      List<JsonObject> list = fixture.deployments();
      list.clear();
      fixture.cloudflare.account.deploymentsPerPage = 200;
      for (int i = 0; i < 130; i++) {
        list.add(FakeAccount.deployment("split" + i, 59 - i / 60, V43, 60, V42, 40));
      }
      list.add(FakeAccount.deployment("last", 10, V40, 100));

      ServiceDeployments serviceDeployments = survey(GATEWAY).get(0);
      assertThat(serviceDeployments.earlier()).hasSize(101);
      assertThat(serviceDeployments.earlier().getLast().label()).isEqualTo("v40");
      assertThat(serviceDeployments.earlier().getFirst().shares()).hasSize(2);
    }

    @Test
    void older_pages_are_read_until_a_deployment_leads_away() {
      List<JsonObject> list = fixture.deployments();
      list.clear();
      fixture.cloudflare.account.deploymentsPerPage = 10;
      for (int i = 0; i < 35; i++) {
        list.add(FakeAccount.deployment("split" + i, 59 - i, V43, 60, V42, 40));
      }
      list.add(FakeAccount.deployment("last", 10, V40, 100));

      assertThat(labels(survey(GATEWAY).get(0))).hasSize(35).endsWith("v40");
      assertThat(fixture.cloudflare.calls).filteredOn(c -> c.path().contains("until")).hasSize(3);
    }

    @Test
    void a_provider_that_shows_no_older_page_is_not_asked_for_ever() {
      List<JsonObject> list = fixture.deployments();
      list.clear();
      for (int i = 0; i < 12; i++) {
        list.add(FakeAccount.deployment("split" + i, 59 - i, V43, 60, V42, 40));
      }

      assertThat(survey(GATEWAY).get(0).earlier()).hasSize(11);
      assertThat(fixture.cloudflare.calls).filteredOn(c -> c.path().contains("until")).hasSize(1);
    }

    @Test
    void an_older_page_that_cannot_be_read_is_warned_of() {
      List<JsonObject> list = fixture.deployments();
      list.clear();
      for (int i = 0; i < 12; i++) {
        list.add(FakeAccount.deployment("split" + i, 59 - i, V43, 60, V42, 40));
      }
      fixture.cloudflare.next(
          "GET", "?until=2026-03-01T10:48:00Z", FakeCloudflare.refuse(400, 1, "no"));

      assertThat(survey(GATEWAY).get(0).warnings())
          .contains("Older deployments could not be read. Cloudflare refused: no [1].");
    }

    @Test
    void a_change_of_a_secret_only_has_the_code_of_what_is_live_and_the_search_goes_on() {
      fixture.cloudflare.account.etags.put(V42, "same");
      fixture.cloudflare.account.etags.put(V41, "same");

      ServiceDeployments serviceDeployments = survey(GATEWAY).get(0);
      Version live = serviceDeployments.live().onlyVersion().orElseThrow();
      assertThat(
              serviceDeployments.earlier().stream()
                  .map(d -> d.onlyVersion().orElseThrow().sameCodeAs(live)))
          .containsExactly(true, false);
    }

    @Test
    void a_version_from_before_a_durable_object_migration_is_left_out_with_the_reason() {
      fixture.cloudflare.account.migrations.put(V42, "v2");
      fixture.cloudflare.account.migrations.put(V41, "v1");
      fixture.cloudflare.account.migrations.put(V40, "v2");

      ServiceDeployments worker = survey(GATEWAY).get(0);
      assertThat(worker.earlier()).extracting(Deployment::label).containsExactly("v40");
      assertThat(worker.warnings())
          .contains(
              "Cloudflare refuses a rollback to v41: Durable Objects were migrated since (now at"
                  + " v2).");
    }

    @Test
    void a_version_without_a_migration_tag_is_warned_of_if_what_is_live_has_one() {
      fixture.cloudflare.account.migrations.put(V42, "v2");

      assertThat(survey(GATEWAY).get(0).warnings())
          .anyMatch(w -> w.startsWith("Whether Durable Objects were migrated since v41"));
    }

    @Test
    void a_version_that_cannot_be_read_is_passed_over_and_named() {
      fixture.cloudflare.next("GET", V41, 2, FakeCloudflare.refuse(500, 10013, "oops"));

      ServiceDeployments serviceDeployments = survey(GATEWAY).get(0);
      assertThat(labels(serviceDeployments)).containsExactly("v40");
      assertThat(serviceDeployments.warnings())
          .containsExactly("v41 could not be read: passed over.");
    }

    @Test
    void a_live_version_that_cannot_be_read_is_live_all_the_same() {
      fixture.cloudflare.next("GET", V42, 2, FakeCloudflare.refuse(500, 10013, "oops"));

      ServiceDeployments serviceDeployments = survey(GATEWAY).get(0);
      assertThat(serviceDeployments.live().label()).isEqualTo("v42");
      assertThat(labels(serviceDeployments)).containsExactly("v41", "v40");
      assertThat(serviceDeployments.warnings())
          .containsExactly(
              "The code of v42 could not be read: whether an earlier version has the same is not"
                  + " known.");
    }

    @Test
    void single_reads_are_limited_and_the_newest_are_read() {
      List<JsonObject> list = fixture.deployments();
      list.clear();
      for (int i = 0; i < 40; i++) {
        String id = "bbbb%04d-0000".formatted(i);
        fixture.cloudflare.account.version(id, 100 - i);
        list.add(FakeAccount.deployment("d" + i, 59 - i, id, 100));
      }

      ServiceDeployments serviceDeployments = survey(GATEWAY).get(0);
      assertThat(
              serviceDeployments.earlier().stream()
                  .map(d -> d.onlyVersion().orElseThrow().digest().isPresent()))
          .startsWith(true, true, true)
          .filteredOn(known -> known)
          .hasSize(19);
      assertThat(serviceDeployments.earlier()).hasSize(39);
    }

    @Test
    void a_rate_limit_ends_the_single_reads_and_passes_nothing_over() {
      fixture.cloudflare.next("GET", V41, FakeCloudflare.answer(429, "", "Retry-After", "3600"));

      ServiceDeployments serviceDeployments = survey(GATEWAY).get(0);
      assertThat(labels(serviceDeployments)).containsExactly("v41", "v40");
      assertThat(serviceDeployments.warnings()).isEmpty();
    }

    @Test
    void a_deployment_of_unknown_time_is_left_out_with_a_warning() {
      fixture
          .deployments()
          .set(
              1,
              FakeAccount.with(
                  fixture.deployments().get(1), "created_on", Json.createValue("yesterday")));

      ServiceDeployments serviceDeployments = survey(GATEWAY).get(0);
      assertThat(labels(serviceDeployments)).containsExactly("v40");
      assertThat(serviceDeployments.warnings())
          .containsExactly("Some earlier deployments could not be read and are left out.");
    }

    @Test
    void what_is_live_since_an_unknown_time_cannot_be_surveyed() {
      fixture
          .deployments()
          .set(
              0,
              FakeAccount.with(
                  fixture.deployments().get(0), "created_on", Json.createValue("yesterday")));

      Failed failed = (Failed) fixture.outcome(Survey.of(List.of(GATEWAY)));
      assertThat(failed.text()).contains("the live deployment makes no sense");
    }

    @Test
    void an_entry_that_is_no_object_is_left_out_with_a_warning() {
      fixture.cloudflare.next(
          "GET",
          "/deployments",
          exchange ->
              exchange.send(
                  200, exchange.read().toString().replaceFirst("\\},\\{\"id\"", "},7,{\"id\"")));

      ServiceDeployments serviceDeployments = survey(GATEWAY).get(0);
      assertThat(labels(serviceDeployments)).containsExactly("v41", "v40");
      assertThat(serviceDeployments.warnings()).hasSize(1);
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

      Failed failed = (Failed) fixture.outcome(Survey.of(List.of(GATEWAY)));
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
    void goes_on_to_older_pages_while_there_is_nothing_before_what_is_live() {
      JsonObject[] many = new JsonObject[220];
      for (int i = 0; i < many.length; i++) {
        many[i] =
            FakeAccount.pagesDeployment(
                "newer%03d".formatted(i), 59 - i / 20, "production", "success");
      }
      many[219] = FakeAccount.pagesDeployment(P1, 1, "production", "success");
      JsonObject live = FakeAccount.pagesDeployment(P2, 2, "production", "success");
      fixture.cloudflare.account.project(PROJECT, JsonValue.EMPTY_JSON_OBJECT, many);
      fixture.cloudflare.account.projects.put(
          PROJECT, Json.createObjectBuilder().add("canonical_deployment", live).build());

      assertThat(labels(survey(UI).get(0))).containsExactly("11111111");
    }

    @Test
    void a_deployment_of_unknown_time_is_left_out_with_a_warning() {
      fixture.cloudflare.account.project(
          PROJECT,
          JsonValue.EMPTY_JSON_OBJECT,
          FakeAccount.pagesDeployment(P3, 30, "production", "success"),
          FakeAccount.with(
              FakeAccount.pagesDeployment(P2, 20, "production", "success"),
              "created_on",
              Json.createValue("")),
          FakeAccount.pagesDeployment(P1, 10, "production", "success"));

      ServiceDeployments serviceDeployments = survey(UI).get(0);
      assertThat(labels(serviceDeployments)).containsExactly("11111111");
      assertThat(serviceDeployments.warnings())
          .containsExactly("Some earlier deployments could not be read and are left out.");
    }

    @Test
    void an_older_page_that_cannot_be_read_is_warned_of() {
      JsonObject[] many = new JsonObject[30];
      for (int i = 0; i < many.length; i++) {
        many[i] =
            FakeAccount.pagesDeployment("page%04d".formatted(i), 59 - i, "production", "success");
      }
      fixture.cloudflare.account.project(PROJECT, JsonValue.EMPTY_JSON_OBJECT, many);
      fixture.cloudflare.next("GET", "page=2&per_page=25", 2, FakeCloudflare.cut());

      ServiceDeployments serviceDeployments = survey(UI).get(0);
      assertThat(serviceDeployments.earlier()).hasSize(24);
      assertThat(serviceDeployments.warnings())
          .containsExactly(
              "Older deployments could not be read. Cloudflare's answer was lost: the connection"
                  + " was cut.");
    }

    @Test
    void with_nothing_live_cannot_be_surveyed() {
      fixture.cloudflare.account.projects.put(
          PROJECT, Json.createObjectBuilder().addNull("canonical_deployment").build());

      assertThat(((Failed) fixture.outcome(Survey.of(List.of(UI)))).code())
          .isEqualTo("no-deployment");
    }
  }
}
