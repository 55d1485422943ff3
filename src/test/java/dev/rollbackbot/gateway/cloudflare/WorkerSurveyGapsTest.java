package dev.rollbackbot.gateway.cloudflare;

import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.GATEWAY;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V40;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V41;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V42;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V43;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation.Survey;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of a Worker can not be read, or is no target, is left out and named. */
final class WorkerSurveyGapsTest extends CloudflareSurvey {
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
}
