package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.Fence;
import dev.rollbackbot.gateway.Json;
import dev.rollbackbot.incident.Deployment;
import dev.rollbackbot.incident.Deployment.Share;
import dev.rollbackbot.incident.Outcome;
import dev.rollbackbot.incident.Snapshot;
import dev.rollbackbot.incident.Version;
import dev.rollbackbot.runbook.ServiceRef;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Pages: a deployment is its own version. The live one is the project's canonical deployment, which
 * need not be the newest.
 */
final class Pages implements Hosting {
  private static final int PER_PAGE = 25;
  private static final int MOST_PAGES = 4;

  private final Api api;

  Pages(Api api) {
    this.api = api;
  }

  @Override
  public Deployment live(String resource, List<Version> known, Patience patience) throws Unread {
    return live(project(resource, patience), resource);
  }

  @Override
  public Snapshot survey(ServiceRef service, Patience patience) throws Unread {
    String resource = service.resource();
    JsonObject project = project(resource, patience);
    Deployment live = live(project, resource);
    List<String> warnings = new ArrayList<>();
    List<Deployment> others =
        eligible(resource, patience, warnings).stream()
            .filter(d -> !d.id().equals(live.id()))
            .sorted(Comparator.comparing(Deployment::at).reversed())
            .toList();
    List<Deployment> earlier = others.stream().filter(d -> d.at().isBefore(live.at())).toList();
    if (earlier.size() < others.size()) {
      warnings.add("There are newer deployments than the live one: it was rolled back before.");
    }
    if (earlier.size() > MOST_EARLIER) {
      warnings.add("Only the newest " + MOST_EARLIER + " earlier deployments are shown.");
    }
    git(project).ifPresent(branch -> warnings.add(redeploys(resource, branch)));
    return new Snapshot(service, live, earlier.stream().limit(MOST_EARLIER).toList(), warnings);
  }

  private static String redeploys(String resource, String branch) {
    return "%s is tied to git: the next push to %s deploys over the rollback."
        .formatted(resource, branch);
  }

  /** The branch whose pushes deploy to production, if there is one. */
  private static Optional<String> git(JsonObject project) {
    Optional<JsonObject> config =
        Json.object(project, "source").flatMap(s -> Json.object(s, "config"));
    return config
        .filter(c -> !Json.is(c, "production_deployments_enabled", false))
        .map(c -> Json.text(c, "production_branch").map(Words::clip).orElse("its branch"));
  }

  private List<Deployment> eligible(String resource, Patience patience, List<String> warnings)
      throws Unread {
    List<Deployment> found = new ArrayList<>();
    for (int page = 1; page <= MOST_PAGES; page++) {
      List<JsonObject> list = page(resource, page, patience);
      list.stream()
          .filter(Pages::canBeRolledBackTo)
          .map(Pages::deployment)
          .flatMap(Optional::stream)
          .forEach(found::add);
      // The live one may be among them.
      if (list.size() < PER_PAGE || found.size() > MOST_EARLIER + 1) {
        return found;
      }
    }
    warnings.add("Only the newest %d deployments were looked at.".formatted(PER_PAGE * MOST_PAGES));
    return found;
  }

  private List<JsonObject> page(String resource, int page, Patience patience) throws Unread {
    String query = "?env=production&page=%d&per_page=%d".formatted(page, PER_PAGE);
    JsonObject envelope = api.read(path(resource) + "/deployments" + query, patience);
    return Json.objects(envelope, "result")
        .orElseThrow(() -> Api.unreadable("there is no list of deployments in it"));
  }

  private static boolean canBeRolledBackTo(JsonObject deployment) {
    Optional<JsonObject> stage = Json.object(deployment, "latest_stage");
    return Json.text(deployment, "environment").equals(Optional.of("production"))
        && stage.flatMap(s -> Json.text(s, "name")).equals(Optional.of("deploy"))
        && stage.flatMap(s -> Json.text(s, "status")).equals(Optional.of("success"));
  }

  private JsonObject project(String resource, Patience patience) throws Unread {
    return Json.object(api.read(path(resource), patience), "result")
        .orElseThrow(() -> Api.unreadable("there is no project in it"));
  }

  private static Deployment live(JsonObject project, String resource) throws Unread {
    JsonObject canonical =
        Json.object(project, "canonical_deployment")
            .orElseThrow(() ->
                new Unread(
                    Outcome.Kind.REFUSED,
                    "no-deployment",
                    "Cloudflare says that nothing of " + resource + " is live."));
    return deployment(canonical)
        .orElseThrow(() -> Api.unreadable("the live deployment makes no sense"));
  }

  private static Optional<Deployment> deployment(JsonObject json) {
    Optional<String> id = Json.text(json, "id").filter(Names::allowed);
    Optional<Instant> at = Json.text(json, "created_on").flatMap(Words::instant);
    if (id.isEmpty() || at.isEmpty()) {
      return Optional.empty();
    }
    Optional<JsonObject> commit =
        Json.object(json, "deployment_trigger").flatMap(t -> Json.object(t, "metadata"));
    Version version =
        new Version(
            id.get(),
            Words.shortId(Json.text(json, "short_id").filter(Names::allowed).orElse(id.get())),
            commit.flatMap(c -> Json.text(c, "commit_hash")).map(Words::clip).map(Words::shortId),
            at,
            Optional.empty(),
            commit.flatMap(c -> Json.text(c, "commit_message")).map(Words::clip));
    return Optional.of(
        new Deployment(id.get(), at.get(), Optional.empty(), List.of(new Share(version, 100))));
  }

  @Override
  public Answer put(String resource, Version target, String message, Fence fence) throws Unread {
    String deployment = path(resource) + "/deployments/" + Names.segment(target.id());
    return api.post(deployment + "/rollback", Optional.empty(), fence);
  }

  private String path(String resource) throws Unread {
    return api.account("/pages/projects/" + Names.segment(resource));
  }
}
