package dev.rollbackbot.gateway.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation.Survey;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Succeeded;
import dev.rollbackbot.incident.rollback.Outcome.Surveyed;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.runbook.ServiceRef;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Reads what runs at the stand-in and what could be rolled back to. */
abstract class CloudflareSurvey {
  CloudflareGatewayFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new CloudflareGatewayFixture();
  }

  @AfterEach
  void stop() throws Exception {
    fixture.stop();
  }

  List<ServiceDeployments> survey(ServiceRef... services) {
    Outcome outcome = fixture.outcome(Survey.of(List.of(services)));
    assertThat(outcome).isInstanceOf(Succeeded.class);
    return ((Surveyed) ((Succeeded) outcome).finding()).services();
  }

  static List<String> labels(ServiceDeployments serviceDeployments) {
    return serviceDeployments.earlier().stream().map(Deployment::label).toList();
  }
}
