package dev.rollbackbot.gateway.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.CommandGateway.WaitsForPerson;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.incident.commit.UndoneCommits;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation.ReconcileRollback;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Invocation.Survey;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.RolledBack;
import dev.rollbackbot.incident.rollback.Outcome.Succeeded;
import dev.rollbackbot.incident.rollback.Outcome.Surveyed;
import dev.rollbackbot.incident.rollback.Outcome.Unknown;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.Service.ServiceKind;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.sandbox.github.GitHubFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An environment of GitHub's stand-in to which a workflow deploys. */
abstract class EnvironmentCase {
  static final String GOOD = "a".repeat(40);
  static final String BAD = "b".repeat(40);
  static final ServiceRef SHOP = service("shop/web/deploy.yml@production");

  GitHubFixture github;
  GitHubProvider provider;
  ProviderGateway gateway;

  /** For whom a rollback was said to wait, by and by. */
  final List<Optional<WaitsForPerson>> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws Exception {
    github = GitHubFixture.inRealTime();
    Instant now = Instant.now();
    github.standIn.environment().deployed(GOOD, now.minusSeconds(7200), true);
    github.standIn.environment().deployed(BAD, now.minusSeconds(3600), true);
    github.standIn.environment().deployed("c".repeat(40), now.minusSeconds(1800), false);
    provider = provider(InstantSource.system());
    gateway = new ProviderGateway(Map.of(GitHubProvider.ID, provider), InstantSource.system());
  }

  GitHubProvider provider(InstantSource clock) {
    return new GitHubProvider(
        new ShortGitHubTimes(Waiting.LIMIT, Duration.ofSeconds(2), Duration.ofMillis(300))
            .options(github, github.api()),
        clock);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    github.close();
  }

  static ServiceRef service(String resource) {
    return ServiceRef.of(
        new Service("shop", "shop", ServiceKind.GITHUB_ENVIRONMENT, Optional.empty()),
        resource,
        Optional.of("production"));
  }

  void fault(String id) {
    github.standIn.setFault(id, true);
  }

  Outcome outcome(RollBack job) {
    return ((Finished) gateway.submit(new Job("INC-7/3", job), () -> true, told::add)).outcome();
  }

  Outcome reconciled(RollBack job) {
    return gateway.reconcile(new Job("INC-7/4", new ReconcileRollback(job, Optional.empty())));
  }

  ServiceDeployments survey() {
    return ((Surveyed) ((Succeeded) surveyed(SHOP)).finding()).services().getFirst();
  }

  Outcome surveyed(ServiceRef service) {
    return ((Finished) gateway.submit(new Job("INC-7/1", Survey.of(List.of(service))), () -> true))
        .outcome();
  }

  RollBack rollBack() {
    return rollBack(SHOP, "INC-7/3-20260302T120000Z");
  }

  RollBack rollBack(ServiceRef service, String correlation) {
    ServiceDeployments read = survey();
    return new RollBack(
        service,
        read.live(),
        read.earlier().getFirst().onlyVersion().orElseThrow(),
        "Rollback %s: aaaaaaaa, plan 0bad".formatted(correlation),
        Optional.empty());
  }

  int dispatches() {
    return github.calls("POST", "/dispatches").size();
  }

  static String only(Deployment deployment) {
    return deployment.onlyVersion().orElseThrow().id();
  }

  static Failed failed(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Failed.class);
    return (Failed) outcome;
  }

  static String unknown(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Unknown.class);
    return ((Unknown) outcome).text();
  }

  static RolledBack rolledBack(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Succeeded.class);
    return (RolledBack) ((Succeeded) outcome).finding();
  }

  UndoneCommits undone() {
    return Optional.ofNullable(survey().commits().get(GOOD)).orElseThrow();
  }
}
