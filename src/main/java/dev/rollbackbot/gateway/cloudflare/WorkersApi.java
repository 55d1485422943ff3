package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.CallResult;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.ServiceApi;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.ServiceRef;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A rollback of a Worker is a new deployment of an older version. */
record WorkersApi(CloudflareClient client) implements ServiceApi {
  @Override
  public String provider() {
    return CloudflareClient.NAME;
  }

  /** Cloudflare's limit. */
  private static final int MAX_MESSAGE_BYTES = 100;

  @Override
  public Deployment live(String resource, List<Version> known, RateLimitBudget budget)
      throws ProviderReadException {
    RawDeployment live = live(deployments(resource, Optional.empty(), budget), resource);
    // The label is optional, so it is not waited for.
    RateLimitBudget none = new RateLimitBudget(Duration.ZERO, Duration.ofMillis(1));
    WorkerVersions versions = versions(resource, known, none);
    versions.readMissing(live.versionIds());
    return live.toDeployment(versions::of);
  }

  @Override
  public ServiceDeployments survey(ServiceRef service, RateLimitBudget budget)
      throws ProviderReadException {
    return new WorkerSurvey(this, service, budget).survey();
  }

  WorkerVersions versions(String resource, List<Version> known, RateLimitBudget budget)
      throws ProviderReadException {
    return new WorkerVersions(client, script(resource), budget, known);
  }

  /** Newest first. {@code until}: none that was made later. */
  List<JsonObject> deployments(String resource, Optional<Instant> until, RateLimitBudget budget)
      throws ProviderReadException {
    String query = until.map(instant -> "?until=" + instant).orElse("");
    JsonObject envelope = client.read(script(resource) + "/deployments" + query, budget);
    return BoundedJson.object(envelope, "result")
        .flatMap(r -> BoundedJson.entries(r, "deployments"))
        .orElseThrow(() -> CloudflareClient.unreadable("there is no list of deployments in it"));
  }

  /** The first one is live. */
  static RawDeployment live(List<JsonObject> deployments, String resource)
      throws ProviderReadException {
    if (deployments.isEmpty()) {
      throw new ProviderReadException(
          Outcome.FailureKind.REFUSED,
          "no-deployment",
          "Cloudflare knows no deployment of " + resource + ".");
    }
    return RawDeployment.of(deployments.get(0))
        .orElseThrow(() -> CloudflareClient.unreadable("the live deployment makes no sense"));
  }

  /** A Worker's deployment is live as soon as it exists. */
  @Override
  public List<RunningDeployment> running(String resource, RateLimitBudget budget) {
    return List.of();
  }

  @Override
  public Optional<Deployment> madeBy(RollBack job, RateLimitBudget budget)
      throws ProviderReadException {
    Optional<RawDeployment> made =
        deployments(job.service().resource(), Optional.empty(), budget).stream()
            .flatMap(json -> RawDeployment.of(json).stream())
            .filter(d -> d.message().equals(Optional.of(message(job))))
            .filter(d -> d.versionIds().equals(List.of(job.target().id())))
            .findFirst();
    return made.map(d -> d.toDeployment(id -> job.target()));
  }

  @Override
  public CallResult put(RollBack job, boolean force, LeaseCheck leaseCheck)
      throws ProviderReadException {
    JsonObject version =
        Json.createObjectBuilder()
            .add("version_id", PathSegments.segment(job.target().id()))
            .add("percentage", 100)
            .build();
    JsonObject body =
        Json.createObjectBuilder()
            .add("strategy", "percentage")
            .add("versions", Json.createArrayBuilder().add(version))
            .add("annotations", Json.createObjectBuilder().add("workers/message", message(job)))
            .build();
    return client.post(
        script(job.service().resource()) + "/deployments" + (force ? "?force=true" : ""),
        Optional.of(body),
        leaseCheck);
  }

  /** As Cloudflare keeps it. */
  private static String message(RollBack job) {
    return CloudflareText.clipBytes(job.message(), MAX_MESSAGE_BYTES);
  }

  private String script(String resource) throws ProviderReadException {
    return client.account("/workers/scripts/" + PathSegments.segment(resource));
  }
}
