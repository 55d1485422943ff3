package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.ServiceRef;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A rollback of a Worker is a new deployment of an older version. */
record WorkersApi(CloudflareClient client) implements ServiceApi {
  /** Cloudflare's limit. */
  private static final int MAX_MESSAGE_BYTES = 100;

  @Override
  public Deployment live(String resource, List<Version> known, RateLimitBudget budget)
      throws CloudflareReadException {
    RawDeployment live = live(deployments(resource, budget), resource);
    WorkerVersions versions = new WorkerVersions(client, script(resource), budget, known);
    versions.readMissing(live.versionIds());
    return live.toDeployment(versions::of);
  }

  @Override
  public ServiceDeployments survey(ServiceRef service, RateLimitBudget budget)
      throws CloudflareReadException {
    String resource = service.resource();
    List<JsonObject> all = deployments(resource, budget);
    RawDeployment live = live(all, resource);
    List<RawDeployment> readable =
        all.stream().skip(1).map(RawDeployment::of).flatMap(Optional::stream).toList();
    List<RawDeployment> earlier = newestFirst(readable).stream().limit(MAX_EARLIER).toList();
    List<String> warnings = new ArrayList<>();
    if (readable.size() < all.size() - 1) {
      warnings.add("Some earlier deployments could not be read and are left out.");
    }
    if (readable.size() > MAX_EARLIER) {
      warnings.add(
          "Only the newest %d of %d earlier deployments are shown."
              .formatted(MAX_EARLIER, readable.size()));
    }
    return label(service, live, earlier, warnings, budget);
  }

  /** By their times; Cloudflare's own order, which is the same, if a time is unknown. */
  private static List<RawDeployment> newestFirst(List<RawDeployment> deployments) {
    return deployments.stream().allMatch(d -> d.at().isPresent())
        ? deployments.stream()
            .sorted(Comparator.comparing((RawDeployment d) -> d.at().orElseThrow()).reversed())
            .toList()
        : deployments;
  }

  private ServiceDeployments label(
      ServiceRef service,
      RawDeployment rawLive,
      List<RawDeployment> rawEarlier,
      List<String> warnings,
      RateLimitBudget budget)
      throws CloudflareReadException {
    WorkerVersions versions =
        new WorkerVersions(client, script(service.resource()), budget, List.of());
    boolean listed = versions.readDeployable();
    versions.readMissing(rawLive.versionIds());
    versions.readMissing(rawEarlier.stream().flatMap(d -> d.versionIds().stream()).toList());

    Deployment live = rawLive.toDeployment(versions::of);
    List<Deployment> earlier = rollbackCandidates(rawEarlier, versions, listed, warnings);
    if (!listed) {
      warnings.add("Cloudflare did not list the versions: numbers and tags may be missing.");
    }
    if (live.onlyVersion().isEmpty()) {
      warnings.add("Traffic is split: " + live.label() + ".");
    }
    return new ServiceDeployments(service, live, earlier, warnings.stream().distinct().toList());
  }

  /** Deployments that Cloudflare still allows as targets. */
  private static List<Deployment> rollbackCandidates(
      List<RawDeployment> raws, WorkerVersions versions, boolean listed, List<String> warnings) {
    List<Deployment> candidates = new ArrayList<>();
    for (RawDeployment raw : raws) {
      Deployment deployment = raw.toDeployment(versions::of);
      if (raw.versionIds().stream().anyMatch(versions::isDeleted)) {
        warnings.add("Cloudflare no longer keeps " + deployment.label() + ": it is left out.");
      } else if (!listed || raw.versionIds().stream().allMatch(versions::deployable)) {
        // Cloudflare refuses versions that it does not list.
        candidates.add(deployment);
      }
    }
    return candidates;
  }

  private List<JsonObject> deployments(String resource, RateLimitBudget budget)
      throws CloudflareReadException {
    JsonObject envelope = client.read(script(resource) + "/deployments", budget);
    return BoundedJson.object(envelope, "result")
        .flatMap(r -> BoundedJson.objects(r, "deployments"))
        .orElseThrow(() -> CloudflareClient.unreadable("there is no list of deployments in it"));
  }

  /** The first one is live. */
  private static RawDeployment live(List<JsonObject> deployments, String resource)
      throws CloudflareReadException {
    if (deployments.isEmpty()) {
      throw new CloudflareReadException(
          Outcome.FailureKind.REFUSED,
          "no-deployment",
          "Cloudflare knows no deployment of " + resource + ".");
    }
    return RawDeployment.of(deployments.get(0))
        .orElseThrow(() -> CloudflareClient.unreadable("the live deployment makes no sense"));
  }

  @Override
  public CloudflareResponse put(
      String resource, Version target, String message, LeaseCheck leaseCheck)
      throws CloudflareReadException {
    JsonObject version =
        Json.createObjectBuilder()
            .add("version_id", PathSegments.segment(target.id()))
            .add("percentage", 100)
            .build();
    JsonObject body =
        Json.createObjectBuilder()
            .add("strategy", "percentage")
            .add("versions", Json.createArrayBuilder().add(version))
            .add(
                "annotations",
                Json.createObjectBuilder()
                    .add("workers/message", CloudflareText.clipBytes(message, MAX_MESSAGE_BYTES)))
            .build();
    return client.post(script(resource) + "/deployments", Optional.of(body), leaseCheck);
  }

  private String script(String resource) throws CloudflareReadException {
    return client.account("/workers/scripts/" + PathSegments.segment(resource));
  }
}
