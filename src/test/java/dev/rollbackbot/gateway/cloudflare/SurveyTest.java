package dev.rollbackbot.gateway.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.Limits;
import dev.rollbackbot.incident.Deployment;
import dev.rollbackbot.incident.Invocation.Survey;
import dev.rollbackbot.incident.Outcome;
import dev.rollbackbot.incident.Outcome.Failed;
import dev.rollbackbot.incident.Outcome.Kind;
import dev.rollbackbot.incident.Outcome.Succeeded;
import dev.rollbackbot.incident.Outcome.Surveyed;
import dev.rollbackbot.incident.Snapshot;
import dev.rollbackbot.incident.Version;
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
  private World world;

  @BeforeEach
  void start() throws Exception {
    world = new World();
  }

  @AfterEach
  void stop() throws Exception {
    world.stop();
  }

  private List<Snapshot> survey(ServiceRef... services) {
    Outcome outcome = world.outcome(new Survey(List.of(services)));
    assertThat(outcome).isInstanceOf(Succeeded.class);
    return ((Surveyed) ((Succeeded) outcome).finding()).snapshots();
  }

  private static List<String> labels(Snapshot snapshot) {
    return snapshot.earlier().stream().map(Deployment::label).toList();
  }

  @Test
  void services_come_in_the_order_they_were_asked_for() {
    assertThat(survey(World.UI, World.GATEWAY).stream().map(Snapshot::service))
        .containsExactly(World.UI, World.GATEWAY);
    assertThat(world.cloudflare.posts()).isEmpty();
  }

  @Test
  void one_that_cannot_be_read_fails_all_and_is_named() {
    world.cloudflare.next("GET", "/deployments", FakeCloudflare.refuse(404, 10007, "no worker"));

    Failed failed = (Failed) world.outcome(new Survey(List.of(World.UI, World.GATEWAY)));
    assertThat(failed.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failed.text())
        .isEqualTo("What gateway runs could not be read. Cloudflare refused: no worker [10007].");
  }

  @Test
  void a_wrong_token_is_a_refusal() throws Exception {
    CloudflareOptions options =
        CloudflareOptions.of(
            world.cloudflare.baseUrl(), FakeCloudflare.ACCOUNT, "another-token", Limits.standard());
    try (CloudflareGateway gateway =
        new CloudflareGateway(options, java.time.InstantSource.system())) {
      Outcome outcome =
          gateway.reconcile(
              new dev.rollbackbot.app.CommandGateway.Job("j", new Survey(List.of(World.GATEWAY))));
      assertThat(((Failed) outcome).code()).isEqualTo("10000");
      assertThat(gateway.problem()).hasValue("Cloudflare refused: Authentication error [10000].");
    }
  }

  @Nested
  class Of_a_worker {
    @Test
    void tells_what_is_live_and_what_was_before() {
      Snapshot snapshot = survey(World.GATEWAY).get(0);

      assertThat(snapshot.live().label()).isEqualTo("v42");
      assertThat(snapshot.live().author()).hasValue("jo@example.com");
      assertThat(labels(snapshot)).containsExactly("v41", "v40");
      assertThat(snapshot.warnings()).isEmpty();
      assertThat(snapshot.earlier().get(0).whole().get())
          .isEqualTo(
              new Version(
                  World.V41,
                  "v41",
                  java.util.Optional.of("rel-41"),
                  java.util.Optional.of(Instant.parse("2026-02-01T00:00:00Z")),
                  java.util.Optional.of("jo@example.com"),
                  java.util.Optional.of("message of 41")));
    }

    @Test
    void warns_of_split_traffic() {
      world.deployments().add(0, FakeAccount.deployment("split", 59, World.V43, 50, World.V42, 50));

      assertThat(survey(World.GATEWAY).get(0).warnings())
          .containsExactly("Traffic is split: v43 50 % + v42 50 %.");
    }

    @Test
    void a_version_without_traffic_is_not_live() {
      world.deployments().add(0, FakeAccount.deployment("zero", 59, World.V43, 100, World.V42, 0));

      assertThat(survey(World.GATEWAY).get(0).live().whole().get().label()).isEqualTo("v43");
    }

    @Test
    void a_version_that_can_not_be_deployed_is_no_choice() {
      world.cloudflare.account.listed.remove(World.V40);
      world.cloudflare.account.unlisted.put(World.V40, FakeAccount.versionJson(World.V40, 40));

      Snapshot snapshot = survey(World.GATEWAY).get(0);
      assertThat(labels(snapshot)).containsExactly("v41");
      assertThat(snapshot.warnings()).isEmpty();
    }

    @Test
    void a_version_that_is_gone_is_left_out() {
      world.cloudflare.account.listed.remove(World.V40);
      world.cloudflare.next("GET", World.V40, FakeCloudflare.refuse(404, 10007, "gone"));

      Snapshot snapshot = survey(World.GATEWAY).get(0);
      assertThat(labels(snapshot)).containsExactly("v41");
      assertThat(snapshot.warnings())
          .containsExactly("Cloudflare no longer keeps aaaa0040: it is left out.");
    }

    @Test
    void without_a_list_of_versions_short_ids_do() {
      world.cloudflare.next("GET", "deployable=true", FakeCloudflare.refuse(403, 10000, "no"));
      for (String id : List.of(World.V42, World.V41, World.V40)) {
        world.cloudflare.next("GET", id, FakeCloudflare.answer(200, "<html>"));
      }

      Snapshot snapshot = survey(World.GATEWAY).get(0);
      assertThat(snapshot.live().label()).isEqualTo("aaaa0042");
      assertThat(snapshot.warnings())
          .containsExactly(
              "Cloudflare did not list the versions: numbers and tags may be missing.");
    }

    @Test
    void at_most_twenty_earlier_ones_are_told_newest_first() {
      List<JsonObject> list = world.deployments();
      list.clear();
      for (int i = 0; i < 30; i++) {
        list.add(FakeAccount.deployment("d" + i, 59 - i, World.V41, 100));
      }

      Snapshot snapshot = survey(World.GATEWAY).get(0);
      assertThat(snapshot.earlier()).hasSize(20);
      assertThat(snapshot.earlier().get(0).id()).isEqualTo("d1");
      assertThat(snapshot.warnings())
          .containsExactly("Only the newest 20 of 29 earlier deployments are shown.");
    }

    @Test
    void an_earlier_one_that_makes_no_sense_is_left_out_with_a_warning() {
      world.deployments().add(1, FakeAccount.deployment("half", 59, World.V43, 50));

      Snapshot snapshot = survey(World.GATEWAY).get(0);
      assertThat(labels(snapshot)).containsExactly("v41", "v40");
      assertThat(snapshot.warnings())
          .containsExactly("Some earlier deployments could not be read and are left out.");
    }

    @Test
    void that_was_never_deployed_cannot_be_surveyed() {
      world.deployments().clear();

      Failed failed = (Failed) world.outcome(new Survey(List.of(World.GATEWAY)));
      assertThat(failed.code()).isEqualTo("no-deployment");
    }
  }

  @Nested
  class Of_pages {
    @Test
    void tells_the_canonical_deployment_and_eligible_ones_before_it() {
      world.cloudflare.account.project(
          World.PROJECT,
          JsonValue.EMPTY_JSON_OBJECT,
          FakeAccount.pagesDeployment(World.P3, 30, "production", "success"),
          FakeAccount.pagesDeployment("aaaaaaaa-failed", 25, "production", "failure"),
          FakeAccount.pagesDeployment("bbbbbbbb-preview", 24, "preview", "success"),
          FakeAccount.pagesDeployment(World.P2, 20, "production", "success"));

      Snapshot snapshot = survey(World.UI).get(0);
      assertThat(snapshot.live().label()).isEqualTo("33333333");
      assertThat(labels(snapshot)).containsExactly("22222222");
      Version version = snapshot.earlier().get(0).whole().get();
      assertThat(version.tag()).hasValue("01234567");
      assertThat(version.message()).hasValue("commit of " + World.P2);
      assertThat(snapshot.warnings()).isEmpty();
    }

    @Test
    void the_live_one_need_not_be_the_newest() {
      world.outcome(World.rollBackPages());

      Snapshot snapshot = survey(World.UI).get(0);
      assertThat(snapshot.live().label()).isEqualTo("22222222");
      assertThat(labels(snapshot)).containsExactly("11111111");
      assertThat(snapshot.warnings())
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
      world.cloudflare.account.project(
          World.PROJECT,
          source,
          FakeAccount.pagesDeployment(World.P3, 30, "production", "success"));

      assertThat(survey(World.UI).get(0).warnings())
          .containsExactly(
              "dashboard is tied to git: the next push to main deploys over the rollback.");
    }

    @Test
    void reads_further_pages_up_to_a_limit() {
      JsonObject[] many = new JsonObject[200];
      many[0] = FakeAccount.pagesDeployment(World.P3, 59, "production", "success");
      for (int i = 1; i < many.length; i++) {
        many[i] =
            FakeAccount.pagesDeployment("failure%02d".formatted(i), 30, "production", "failure");
      }
      many[60] = FakeAccount.pagesDeployment(World.P2, 20, "production", "success");
      world.cloudflare.account.project(World.PROJECT, JsonValue.EMPTY_JSON_OBJECT, many);

      Snapshot snapshot = survey(World.UI).get(0);
      assertThat(labels(snapshot)).containsExactly("22222222");
      assertThat(snapshot.warnings())
          .containsExactly("Only the newest 100 deployments were looked at.");
      assertThat(world.cloudflare.calls).filteredOn(c -> c.path().contains("page=")).hasSize(4);
    }

    @Test
    void with_nothing_live_cannot_be_surveyed() {
      world.cloudflare.account.projects.put(
          World.PROJECT, Json.createObjectBuilder().addNull("canonical_deployment").build());

      assertThat(((Failed) world.outcome(new Survey(List.of(World.UI)))).code())
          .isEqualTo("no-deployment");
    }
  }
}
