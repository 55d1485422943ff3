package dev.rollbackbot.gateway.cloudflare;

import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.P1;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.P2;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.P3;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.PROJECT;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.UI;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.rollBackPages;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.rollback.Invocation.Survey;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is live of a Pages project, and what was before. */
final class PagesSurveyTest extends CloudflareSurvey {
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
    assertThat(labels(serviceDeployments)).containsExactly("33333333", "22222222");
    Version version = serviceDeployments.earlier().get(1).onlyVersion().get();
    assertThat(version.tag()).hasValue("01234567");
    assertThat(version.message()).hasValue("commit of " + P2);
    assertThat(serviceDeployments.warnings()).isEmpty();
  }

  @Test
  void the_live_one_need_not_be_the_newest() {
    fixture.outcome(rollBackPages());

    ServiceDeployments serviceDeployments = survey(UI).get(0);
    assertThat(serviceDeployments.live().label()).isEqualTo("22222222");
    assertThat(labels(serviceDeployments)).containsExactly("33333333", "22222222", "11111111");
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

    assertThat(survey(UI).get(0).caveats())
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
    assertThat(labels(serviceDeployments)).containsExactly("33333333", "22222222");
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

    assertThat(labels(survey(UI).get(0))).endsWith("11111111").hasSize(21);
  }

  @Test
  void since_when_one_is_live_and_how_long_another_was_is_not_recorded() {
    fixture.cloudflare.account.project(
        PROJECT,
        JsonValue.EMPTY_JSON_OBJECT,
        FakeAccount.pagesDeployment(P3, 30, "production", "success"),
        FakeAccount.pagesDeployment(P2, 20, "production", "success"));

    ServiceDeployments read = survey(UI).get(0);
    assertThat(read.live().at()).isEmpty();
    assertThat(read.live().deployedAt()).contains(Instant.parse("2026-03-01T10:30:00Z"));
    assertThat(read.earlier())
        .extracting(d -> d.at().orElseThrow())
        .as("when their builds had ended")
        .containsExactly(
            Instant.parse("2026-03-01T10:30:30Z"), Instant.parse("2026-03-01T10:20:30Z"))
        .allSatisfy(at -> assertThat(read.gaps().orElseThrow()).contains(at));
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
    assertThat(labels(serviceDeployments)).containsExactly("33333333", "11111111");
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
    assertThat(serviceDeployments.earlier()).hasSize(25);
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
