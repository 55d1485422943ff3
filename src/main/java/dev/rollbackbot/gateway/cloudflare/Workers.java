package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.Fence;
import dev.rollbackbot.gateway.Json;
import dev.rollbackbot.incident.Deployment;
import dev.rollbackbot.incident.Outcome;
import dev.rollbackbot.incident.Snapshot;
import dev.rollbackbot.incident.Version;
import dev.rollbackbot.runbook.ServiceRef;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Workers: a rollback is a new deployment of an older version. */
final class Workers implements Hosting {
  /** Cloudflare cuts it there. */
  private static final int LONGEST_MESSAGE_BYTES = 100;

  private final Api api;

  Workers(Api api) {
    this.api = api;
  }

  @Override
  public Deployment live(String resource, List<Version> known, Patience patience) throws Unread {
    RawDeployment live = live(deployments(resource, patience), resource);
    WorkerVersions versions = new WorkerVersions(api, script(resource), patience, known);
    versions.complete(live.versionIds());
    return live.with(versions::of);
  }

  @Override
  public Snapshot survey(ServiceRef service, Patience patience) throws Unread {
    String resource = service.resource();
    List<JsonObject> all = deployments(resource, patience);
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
    return label(service, live, earlier, warnings, patience);
  }

  private Snapshot label(
      ServiceRef service,
      RawDeployment rawLive,
      List<RawDeployment> rawEarlier,
      List<String> warnings,
      Patience patience)
      throws Unread {
    WorkerVersions versions =
        new WorkerVersions(api, script(service.resource()), patience, List.of());
    boolean listed = versions.list();
    versions.complete(rawLive.versionIds());
    versions.complete(rawEarlier.stream().flatMap(d -> d.versionIds().stream()).toList());

    Deployment live = rawLive.with(versions::of);
    List<Deployment> earlier = choices(rawEarlier, versions, listed, warnings);
    if (!listed) {
      warnings.add("Cloudflare did not list the versions: numbers and tags may be missing.");
    }
    if (live.whole().isEmpty()) {
      warnings.add("Traffic is split: " + live.label() + ".");
    }
    return new Snapshot(service, live, earlier, warnings.stream().distinct().toList());
  }

  /** Those that can still be rolled back to, as far as Cloudflare says. */
  private static List<Deployment> choices(
      List<RawDeployment> raws, WorkerVersions versions, boolean listed, List<String> warnings) {
    List<Deployment> choices = new ArrayList<>();
    for (RawDeployment raw : raws) {
      Deployment deployment = raw.with(versions::of);
      if (raw.versionIds().stream().anyMatch(versions::gone)) {
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

  private List<JsonObject> deployments(String resource, Patience patience) throws Unread {
    JsonObject envelope = api.read(script(resource) + "/deployments", patience);
    return Json.object(envelope, "result")
        .flatMap(r -> Json.objects(r, "deployments"))
        .orElseThrow(() -> Api.unreadable("there is no list of deployments in it"));
  }

  /** The first one is the one that serves. */
  private static RawDeployment live(List<JsonObject> deployments, String resource) throws Unread {
    if (deployments.isEmpty()) {
      throw new Unread(
          Outcome.Kind.REFUSED,
          "no-deployment",
          "Cloudflare knows no deployment of " + resource + ".");
    }
    return RawDeployment.of(deployments.get(0))
        .orElseThrow(() -> Api.unreadable("the live deployment makes no sense"));
  }

  @Override
  public Answer put(String resource, Version target, String message, Fence fence) throws Unread {
    JsonObject version =
        jakarta.json.Json.createObjectBuilder()
            .add("version_id", Names.segment(target.id()))
            .add("percentage", 100)
            .build();
    JsonObject body =
        jakarta.json.Json.createObjectBuilder()
            .add("strategy", "percentage")
            .add("versions", jakarta.json.Json.createArrayBuilder().add(version))
            .add(
                "annotations",
                jakarta.json.Json.createObjectBuilder()
                    .add("workers/message", Words.clipBytes(message, LONGEST_MESSAGE_BYTES)))
            .build();
    return api.post(script(resource) + "/deployments", Optional.of(body), fence);
  }

  private String script(String resource) throws Unread {
    return api.account("/workers/scripts/" + Names.segment(resource));
  }
}
