package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.CallResult;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.ServiceApi;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Deployment.TrafficShare;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.ServiceRef;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A deployment of Pages is its own version. The canonical one is live, not always the newest. What
 * is recorded is when each was built and first became live, and no rollback: since when the
 * canonical one is live is not known, nor how long an earlier one was.
 */
record PagesApi(CloudflareClient client) implements ServiceApi {
  @Override
  public String provider() {
    return CloudflareClient.NAME;
  }

  private static final int PER_PAGE = 25;
  private static final List<String> NOT_RESTORED = List.of("Pages: build settings, domains, data");
  private static final String LEFT_OUT =
      "Some earlier deployments could not be read and are left out.";
  private static final int USUAL_PAGES = 4;

  /** Of the deployments that are newer than the live one; their order shows who went back. */
  private static final int MAX_NEWER = 20;

  private static final int MAX_PAGES = 40;

  @Override
  public Deployment live(String resource, List<Version> known, RateLimitBudget budget)
      throws ProviderReadException {
    return live(project(resource, budget), resource);
  }

  @Override
  public ServiceDeployments survey(ServiceRef service, RateLimitBudget budget)
      throws ProviderReadException {
    String resource = service.resource();
    JsonObject project = project(resource, budget);
    Deployment live = live(project, resource);
    List<String> warnings = new ArrayList<>();
    List<Instant> gaps = new ArrayList<>();
    List<JsonObject> first = page(resource, 1, budget);
    List<Deployment> all =
        eligible(resource, live, first, budget, warnings, gaps).stream()
            .sorted(Comparator.comparing(PagesApi::time).reversed())
            .toList();
    List<Deployment> newer = all.stream().filter(d -> time(d).isAfter(time(live))).toList();
    List<Deployment> earlier = all.stream().filter(d -> time(d).isBefore(time(live))).toList();
    if (!newer.isEmpty()) {
      warnings.add("There are newer deployments than the live one: it was rolled back before.");
    }
    if (earlier.size() > MAX_EARLIER) {
      warnings.add("Only the newest " + MAX_EARLIER + " earlier deployments are shown.");
    }
    List<Deployment> listed =
        Stream.of(
                newer.stream().limit(MAX_NEWER),
                all.stream().filter(d -> d.id().equals(live.id())),
                earlier.stream().limit(MAX_EARLIER))
            .flatMap(each -> each)
            .toList();
    listed.forEach(d -> d.at().ifPresent(gaps::add));
    return new ServiceDeployments(
        service,
        live,
        listed,
        warnings,
        Optional.of(gaps),
        NOT_RESTORED,
        productionBranch(project).map(branch -> redeploys(resource, branch)).stream().toList(),
        running(first));
  }

  /** When it was built, which each deployment of Pages tells. */
  private static Instant time(Deployment deployment) {
    return deployment.onlyVersion().flatMap(Version::created).orElseThrow();
  }

  private static String redeploys(String resource, String branch) {
    return "%s is tied to git: the next push to %s deploys over the rollback."
        .formatted(resource, branch);
  }

  /** The branch whose pushes deploy to production. */
  private static Optional<String> productionBranch(JsonObject project) {
    Optional<JsonObject> config =
        BoundedJson.object(project, "source").flatMap(s -> BoundedJson.object(s, "config"));
    return config
        .filter(c -> !BoundedJson.is(c, "production_deployments_enabled", false))
        .map(c ->
            BoundedJson.text(c, "production_branch").map(ProviderText::name).orElse("its branch"));
  }

  /**
   * Goes on to older pages until there are enough deployments before the live one, and beyond the
   * usual limit while there is none.
   */
  private List<Deployment> eligible(
      String resource,
      Deployment live,
      List<JsonObject> first,
      RateLimitBudget budget,
      List<String> warnings,
      List<Instant> gaps) {
    List<Deployment> found = new ArrayList<>();
    boolean enough = false;
    int page = 0;
    while (!enough && page < MAX_PAGES) {
      page++;
      List<JsonObject> list;
      try {
        list = page == 1 ? first : page(resource, page, budget);
      } catch (ProviderReadException e) {
        warnings.add("Older deployments could not be read. " + e.text());
        return found;
      }
      addReadable(list, found, warnings, gaps);
      if (list.size() < PER_PAGE) {
        return found;
      }
      long earlier = found.stream().filter(d -> time(d).isBefore(time(live))).count();
      enough = earlier > MAX_EARLIER || (page >= USUAL_PAGES && earlier > 0);
    }
    warnings.add("Only the newest %d deployments were looked at.".formatted(PER_PAGE * page));
    return found;
  }

  private static void addReadable(
      List<JsonObject> list, List<Deployment> found, List<String> warnings, List<Instant> gaps) {
    for (JsonObject json : list) {
      if (canBeRolledBackTo(json)) {
        Optional<Deployment> deployment = deployment(json);
        deployment.ifPresent(found::add);
        if (deployment.isEmpty()) {
          addUnreadable(json, list, gaps);
          if (!warnings.contains(LEFT_OUT)) {
            warnings.add(LEFT_OUT);
          }
        }
      }
    }
  }

  /** Without a usable time it may have begun right after any other. */
  private static void addUnreadable(JsonObject json, List<JsonObject> page, List<Instant> gaps) {
    Optional<Instant> at = BoundedJson.text(json, "created_on").flatMap(ProviderText::instant);
    if (at.isPresent()) {
      gaps.add(at.get());
    } else {
      page.stream().flatMap(d -> deployment(d).stream()).map(PagesApi::time).forEach(gaps::add);
    }
  }

  private List<JsonObject> page(String resource, int page, RateLimitBudget budget)
      throws ProviderReadException {
    String query = "?env=production&page=%d&per_page=%d".formatted(page, PER_PAGE);
    JsonObject envelope = client.read(path(resource) + "/deployments" + query, budget);
    return BoundedJson.entries(envelope, "result")
        .orElseThrow(() -> CloudflareClient.unreadable("there is no list of deployments in it"));
  }

  private static boolean canBeRolledBackTo(JsonObject deployment) {
    Optional<JsonObject> stage = BoundedJson.object(deployment, "latest_stage");
    return BoundedJson.text(deployment, "environment").equals(Optional.of("production"))
        && stage.flatMap(s -> BoundedJson.text(s, "name")).equals(Optional.of("deploy"))
        && stage.flatMap(s -> BoundedJson.text(s, "status")).equals(Optional.of("success"));
  }

  private JsonObject project(String resource, RateLimitBudget budget) throws ProviderReadException {
    return BoundedJson.object(client.read(path(resource), budget), "result")
        .orElseThrow(() -> CloudflareClient.unreadable("there is no project in it"));
  }

  private static Deployment live(JsonObject project, String resource) throws ProviderReadException {
    JsonObject canonical =
        BoundedJson.object(project, "canonical_deployment")
            .orElseThrow(() ->
                new ProviderReadException(
                    Outcome.FailureKind.REFUSED,
                    "no-deployment",
                    "Cloudflare says that nothing of " + resource + " is live."));
    Deployment built =
        deployment(canonical)
            .orElseThrow(() -> CloudflareClient.unreadable("the live deployment makes no sense"));
    // Somebody may have gone back to it since it was built.
    return new Deployment(built.id(), Optional.empty(), built.author(), built.shares());
  }

  private static Optional<Deployment> deployment(JsonObject json) {
    Optional<String> id = BoundedJson.text(json, "id").filter(PathSegments::allowed);
    Optional<Instant> built = BoundedJson.text(json, "created_on").flatMap(ProviderText::instant);
    if (id.isEmpty() || built.isEmpty()) {
      return Optional.empty();
    }
    Optional<JsonObject> commit =
        BoundedJson.object(json, "deployment_trigger")
            .flatMap(t -> BoundedJson.object(t, "metadata"));
    Version version =
        new Version(
            id.get(),
            ProviderText.shortId(
                BoundedJson.text(json, "short_id").filter(PathSegments::allowed).orElse(id.get())),
            commit
                .flatMap(c -> BoundedJson.text(c, "commit_hash"))
                .map(ProviderText::name)
                .map(ProviderText::shortId),
            built,
            Optional.empty(),
            commit.flatMap(c -> BoundedJson.text(c, "commit_message")).map(ProviderText::clip),
            // Each build of Pages is code of its own.
            Optional.empty());
    return Optional.of(
        new Deployment(
            id.get(), firstLive(json), Optional.empty(), List.of(new TrafficShare(version, 100))));
  }

  /** When its last stage had ended. */
  private static Optional<Instant> firstLive(JsonObject json) {
    return BoundedJson.object(json, "latest_stage")
        .filter(_ -> canBeRolledBackTo(json))
        .flatMap(stage -> BoundedJson.text(stage, "ended_on"))
        .flatMap(ProviderText::instant);
  }

  @Override
  public List<RunningDeployment> running(String resource, RateLimitBudget budget)
      throws ProviderReadException {
    return running(page(resource, 1, budget));
  }

  private static List<RunningDeployment> running(List<JsonObject> newest) {
    return newest.stream().flatMap(json -> running(json).stream()).toList();
  }

  /** A deployment goes through stages; each is idle, then active, then ended. */
  private static Optional<RunningDeployment> running(JsonObject json) {
    Optional<JsonObject> stage = BoundedJson.object(json, "latest_stage");
    boolean running =
        BoundedJson.text(json, "environment").equals(Optional.of("production"))
            && !BoundedJson.is(json, "is_skipped", true)
            && stage
                .flatMap(s -> BoundedJson.text(s, "status"))
                .filter(s -> s.equals("active") || s.equals("idle"))
                .isPresent();
    return running
        ? deployment(json)
            .map(d ->
                new RunningDeployment(
                    d.id(),
                    d.label(),
                    stage
                        .flatMap(s -> BoundedJson.text(s, "name"))
                        .map(ProviderText::clip)
                        .orElse("?"),
                    Optional.of(time(d))))
        : Optional.empty();
  }

  /** Cloudflare keeps no message: only which deployment is canonical tells. */
  @Override
  public Optional<Deployment> madeBy(RollBack job, RateLimitBudget budget) {
    return Optional.empty();
  }

  @Override
  public CallResult put(RollBack job, boolean force, LeaseCheck leaseCheck)
      throws ProviderReadException {
    String deployment =
        path(job.service().resource()) + "/deployments/" + PathSegments.segment(job.target().id());
    return client.post(deployment + "/rollback", Optional.empty(), leaseCheck);
  }

  private String path(String resource) throws ProviderReadException {
    return client.account("/pages/projects/" + PathSegments.segment(resource));
  }
}
