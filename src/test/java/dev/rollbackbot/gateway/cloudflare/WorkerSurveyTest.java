package dev.rollbackbot.gateway.cloudflare;

import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.GATEWAY;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V40;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V41;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V42;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V43;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.rollback.Invocation.Survey;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is live of a Worker, and what was before. */
final class WorkerSurveyTest extends CloudflareSurvey {
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
  void that_was_never_deployed_cannot_be_surveyed() {
    fixture.deployments().clear();

    Failed failed = (Failed) fixture.outcome(Survey.of(List.of(GATEWAY)));
    assertThat(failed.code()).isEqualTo("no-deployment");
  }
}
