package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.ServiceRef;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Workers: a rollback is a new deployment of an older version. */
final class WorkersApi implements ServiceApi {
  /** Cloudflare cuts it there. */
  private static final int LONGEST_MESSAGE_BYTES = 100;

  private final CloudflareClient cloudflareClient;

  WorkersApi(CloudflareClient cloudflareClient) {
    this.cloudflareClient = cloudflareClient;
  }

  @Override
  public Deployment live(String resource, List<Version> known, RateLimitBudget budget)
      throws CloudflareReadException {
    RawDeployment live = live(deployments(resource, budget), resource);
    WorkerVersions versions = new WorkerVersions(cloudflareClient, script(resource), budget, known);
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
    List<RawDeployment> earlier =
        readable.stream()
            .sorted(Comparator.comparing(RawDeployment::at).reversed())
            .limit(MOST_EARLIER)
            .toList();
    List<String> warnings = new ArrayList<>();
    if (readable.size() < all.size() - 1) {
      warnings.add("Some earlier deployments could not be read and are left out.");
    }
    if (readable.size() > MOST_EARLIER) {
      warnings.add(
          "Only the newest %d of %d earlier deployments are shown."
              .formatted(MOST_EARLIER, readable.size()));
    }
    return label(service, live, earlier, warnings, budget);
  }

  private ServiceDeployments label(
      ServiceRef service,
      RawDeployment rawLive,
      List<RawDeployment> rawEarlier,
      List<String> warnings,
      RateLimitBudget budget)
      throws CloudflareReadException {
    WorkerVersions versions =
        new WorkerVersions(cloudflareClient, script(service.resource()), budget, List.of());
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

  /** Those that can still be rolled back to, as far as Cloudflare says. */
  private static List<Deployment> rollbackCandidates(
      List<RawDeployment> raws, WorkerVersions versions, boolean listed, List<String> warnings) {
    List<Deployment> choices = new ArrayList<>();
    for (RawDeployment raw : raws) {
      Deployment deployment = raw.toDeployment(versions::of);
      if (raw.versionIds().stream().anyMatch(versions::isDeleted)) {
        warnings.add("Cloudflare no longer keeps " + deployment.label() + ": it is left out.");
        continue;
      }
      if (listed && !raw.versionIds().stream().allMatch(versions::deployable)) {
        // It would be refused; a plan must not propose it, and people need not hear of it.
        continue;
      }
      choices.add(deployment);
    }
    return choices;
  }

  private List<JsonObject> deployments(String resource, RateLimitBudget budget)
      throws CloudflareReadException {
    JsonObject envelope = cloudflareClient.read(script(resource) + "/deployments", budget);
    return BoundedJson.object(envelope, "result")
        .flatMap(r -> BoundedJson.objects(r, "deployments"))
        .orElseThrow(() -> CloudflareClient.unreadable("there is no list of deployments in it"));
  }

  /** The first one is the one that serves. */
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
        jakarta.json.Json.createObjectBuilder()
            .add("version_id", PathSegments.segment(target.id()))
            .add("percentage", 100)
            .build();
    JsonObject body =
        jakarta.json.Json.createObjectBuilder()
            .add("strategy", "percentage")
            .add("versions", jakarta.json.Json.createArrayBuilder().add(version))
            .add(
                "annotations",
                jakarta.json.Json.createObjectBuilder()
                    .add(
                        "workers/message",
                        CloudflareText.clipBytes(message, LONGEST_MESSAGE_BYTES)))
            .build();
    return cloudflareClient.post(script(resource) + "/deployments", Optional.of(body), leaseCheck);
  }

  private String script(String resource) throws CloudflareReadException {
    return cloudflareClient.account("/workers/scripts/" + PathSegments.segment(resource));
  }
}
