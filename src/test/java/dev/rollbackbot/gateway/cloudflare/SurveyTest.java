package dev.rollbackbot.gateway.cloudflare;

import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.GATEWAY;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.PROJECT;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.UI;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.incident.rollback.Invocation.Survey;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.Outcome.Succeeded;
import dev.rollbackbot.incident.rollback.Outcome.Surveyed;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SurveyTest extends CloudflareSurvey {
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
}
