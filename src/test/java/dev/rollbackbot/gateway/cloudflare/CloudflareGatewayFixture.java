package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Deployment.TrafficShare;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.secret.Secret;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A gateway and a fake Cloudflare that runs one Worker (v42) and one Pages project. */
final class CloudflareGatewayFixture {
  static final String WORKER = "gateway-production";
  static final String PROJECT = "dashboard";
  static final String V40 = "aaaa0040-0000-4000-8000-000000000000";
  static final String V41 = "aaaa0041-0000-4000-8000-000000000000";
  static final String V42 = "aaaa0042-0000-4000-8000-000000000000";
  static final String V43 = "aaaa0043-0000-4000-8000-000000000000";
  static final String P1 = "11111111-0000-4000-8000-000000000000";
  static final String P2 = "22222222-0000-4000-8000-000000000000";
  static final String P3 = "33333333-0000-4000-8000-000000000000";

  static final ServiceRef GATEWAY =
      ServiceRef.of(
          new Service("gateway", "Gateway", Service.ServiceKind.WORKER, Optional.empty()),
          WORKER,
          Optional.of("production"));
  static final ServiceRef UI =
      ServiceRef.of(
          new Service("ui", "Dashboard", Service.ServiceKind.PAGES, Optional.empty()),
          PROJECT,
          Optional.of("production"));

  final FakeCloudflare cloudflare = new FakeCloudflare();
  final ProviderGateway gateway;

  CloudflareGatewayFixture() throws Exception {
    this(Waiting.LIMIT, RateLimitBudget::pause);
  }

  /** {@code pause} replaces the wait for the length of a log capture. */
  CloudflareGatewayFixture(Duration responseTimeout, Predicate<Duration> pause) throws Exception {
    FakeAccount account = cloudflare.account;
    account.worker(WORKER, V42, V41, V40);
    account.version(V43, 43);
    account.version(V42, 42);
    account.version(V41, 41);
    account.version(V40, 40);
    account.project(
        PROJECT,
        JsonValue.EMPTY_JSON_OBJECT,
        FakeAccount.pagesDeployment(P3, 30, "production", "success"),
        FakeAccount.pagesDeployment(P2, 20, "production", "success"),
        FakeAccount.pagesDeployment(P1, 10, "production", "success"));
    gateway =
        gateway(
            new CloudflareProvider(
                options(cloudflare, responseTimeout), InstantSource.system(), pause),
            InstantSource.system());
  }

  /** A gateway to Cloudflare alone. */
  static ProviderGateway gateway(CloudflareOptions options, InstantSource clock) {
    return gateway(new CloudflareProvider(options, clock), clock);
  }

  private static ProviderGateway gateway(CloudflareProvider provider, InstantSource clock) {
    return new ProviderGateway(Map.of(CloudflareProvider.ID, provider), clock);
  }

  static CloudflareOptions options(FakeCloudflare cloudflare, Duration responseTimeout) {
    return options(cloudflare.baseUrl(), responseTimeout);
  }

  static CloudflareOptions options(URI address, Duration responseTimeout) {
    return new CloudflareOptions(
        address,
        FakeCloudflare.ACCOUNT,
        Optional.of(Secret.fixed(FakeCloudflare.TOKEN)),
        Map.of(),
        Waiting.LIMIT,
        responseTimeout,
        Duration.ofSeconds(2),
        Duration.ofMillis(20),
        InboundLimits.defaults(),
        Optional.empty());
  }

  static Version version(String id, String label) {
    return new Version(
        id,
        label,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static Deployment deployment(Version version) {
    return new Deployment(
        "d-" + version.id(),
        Optional.of(Instant.parse("2026-03-01T10:00:00Z")),
        Optional.empty(),
        List.of(new TrafficShare(version, 100)));
  }

  /** From v42 to v41. */
  static RollBack rollBack() {
    return new RollBack(
        GATEWAY,
        deployment(version(V42, "v42")),
        version(V41, "v41"),
        "Rollback INC-7/3: v41, plan ab12",
        Optional.empty());
  }

  /** From the newest to the one before. */
  static RollBack rollBackPages() {
    return new RollBack(
        UI,
        deployment(version(P3, "33333333")),
        version(P2, "22222222"),
        "Rollback INC-7/4: 22222222, plan ab12",
        Optional.empty());
  }

  Finished submit(Invocation invocation) {
    return (Finished) gateway.submit(new Job("job-1", invocation), () -> true);
  }

  Outcome outcome(Invocation invocation) {
    return submit(invocation).outcome();
  }

  Outcome outcome(Invocation invocation, LeaseCheck leaseCheck) {
    return ((Finished) gateway.submit(new Job("job-1", invocation), leaseCheck)).outcome();
  }

  Outcome reconcile(Invocation invocation) {
    return gateway.reconcile(new Job("job-1", invocation));
  }

  /** The Worker's deployments, the live one first; may be changed. */
  List<JsonObject> deployments() {
    return cloudflare.account.deploymentsOf(WORKER);
  }

  /** The version of the Worker that has all the traffic at the fake Cloudflare. */
  String live() {
    return deployments().get(0).getJsonArray("versions").getJsonObject(0).getString("version_id");
  }

  /** The deployment that the Pages project serves at the fake Cloudflare. */
  String livePages() {
    return cloudflare
        .account
        .projects
        .get(PROJECT)
        .getJsonObject("canonical_deployment")
        .getString("id");
  }

  void stop() throws Exception {
    gateway.close();
    cloudflare.stop();
  }
}
