package dev.rollbackbot.sandbox.played;

import dev.rollbackbot.sandbox.cloudflare.Backend;
import dev.rollbackbot.sandbox.cloudflare.CloudflareStandIn;
import dev.rollbackbot.sandbox.github.GitHubStandIn;
import dev.rollbackbot.sandbox.kubernetes.KubernetesStandIn;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedService;
import dev.rollbackbot.sandbox.shared.HttpRequests;
import dev.rollbackbot.sandbox.shared.HttpResponses;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.shared.RecentEntries;
import dev.rollbackbot.sandbox.shop.GitHubSwitches;
import dev.rollbackbot.sandbox.shop.Shop;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Everything that somebody's own runbooks name, in place of the two companies. */
public final class PlayedBackend implements Backend {
  /** Before the host of an address that is answered here. */
  public static final String HOSTS = "/hosts/";

  /** Where the stand-in of a program asks how it ends. */
  public static final String PROGRAMS = "/played/programs";

  private static final int MAX_CALLS = 50;
  private static final int LARGEST_BODY = 1024 * 1024;

  private final PlayedRunbooks runbooks;
  private final InstantSource clock = InstantSource.system();
  private final CloudflareStandIn cloudflare;
  private final KubernetesStandIn kubernetes;
  private final GitHubSwitches actions;
  private final PlayedServices services;
  private final PlayedJobs jobs;
  private final PlayedChanges changes;
  private final PlayedSites sites;
  private final PlayedSwitches switches;
  private final Set<PlayedFault> faults = ConcurrentHashMap.newKeySet();
  private final RecentEntries calls = new RecentEntries(MAX_CALLS);
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /**
   * Everything begins with a bad release that is live.
   *
   * @param githubToken that its stand-in accepts
   * @param fast short times, for tests
   */
  public PlayedBackend(
      PlayedRunbooks runbooks,
      CloudflareStandIn cloudflare,
      KubernetesStandIn kubernetes,
      String githubToken,
      boolean fast) {
    this.runbooks = runbooks;
    this.cloudflare = cloudflare;
    this.kubernetes = kubernetes;
    actions = new GitHubSwitches(PlayedRepositories.of(runbooks, githubToken, fast, clock), clock);
    services =
        new PlayedServices(
            runbooks.services(), cloudflare, kubernetes, actions.repositories(), clock);
    services.begin();
    jobs =
        new PlayedJobs(
            runbooks.jobs(), clock, fast ? Duration.ofMillis(300) : Duration.ofSeconds(6), faults);
    changes = new PlayedChanges(runbooks.changes(), actions, jobs, services);
    sites =
        new PlayedSites(
            runbooks.sites(),
            site -> well(site.service()).orElseGet(() -> services.good(site.service())));
    switches = new PlayedSwitches(runbooks, cloudflare, kubernetes, actions, faults);
  }

  /** Present: its probes pass, whatever is live; or none of them does. */
  private Optional<Boolean> well(PlayedService service) {
    if (faults.contains(PlayedFault.SITES_STAY_BAD)) {
      return Optional.of(false);
    }
    boolean repaired =
        faults.contains(PlayedFault.SITES_REPAIRED)
            || (changes.any() && !changes.makesLive(service.resource()));
    return repaired ? Optional.of(true) : Optional.empty();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = request.getHttpURI().getPath();
    changes.make();
    if (path.equals(PROGRAMS)) {
      program(request, response, callback);
      return true;
    }
    if (path.startsWith(HOSTS)) {
      call(request, response, callback);
      return true;
    }
    if (path.startsWith(Shop.GITHUB + "/")) {
      for (GitHubStandIn each : actions.repositories()) {
        if (each.owns(path)) {
          boolean handled = each.handle(request, response, callback);
          actions.settle();
          changed();
          return handled;
        }
      }
    }
    return kubernetes.handle(request, response, callback)
        || cloudflare.handle(request, response, callback);
  }

  /** A program that is not really run ends well, as far as anybody can see. */
  private void program(Request request, Response response, Callback callback) throws IOException {
    boolean fails = faults.contains(PlayedFault.PROGRAMS_FAIL);
    byte[] arguments = HttpRequests.body(request, LARGEST_BODY).orElse(new byte[0]);
    if (!fails) {
      changes.programEnded(new String(arguments, StandardCharsets.UTF_8));
    }
    changed();
    HttpResponses.text(response, callback, fails ? 500 : 200, "");
  }

  private void call(Request request, Response response, Callback callback) throws IOException {
    String query = request.getHttpURI().getQuery();
    String address =
        request.getHttpURI().getPath().substring(HOSTS.length())
            + (query == null ? "" : "?" + query);
    String content =
        new String(
            HttpRequests.body(request, LARGEST_BODY).orElse(new byte[0]), StandardCharsets.UTF_8);
    Optional<PlayedJobs.PlayedReply> job =
        jobs.answer(
            new PlayedJobs.PlayedRequest(
                request.getMethod(), address, content, name -> HttpRequests.header(request, name)));
    Optional<PlayedSites.SiteAnswer> site =
        request.getMethod().equals("GET") ? sites.answer(address) : Optional.empty();
    int status =
        job.map(reply -> reply.lost() ? 0 : reply.status())
            .or(() -> site.map(PlayedSites.SiteAnswer::status))
            .orElse(404);
    if (site.isEmpty() || job.isPresent()) {
      calls.add(
          JsonHelper.object()
              .add("at", clock.instant().toString())
              .add("method", request.getMethod())
              .add("path", address)
              .add("status", status)
              .build());
      changed();
    }
    if (job.filter(PlayedJobs.PlayedReply::lost).isPresent()) {
      request.getConnectionMetaData().getConnection().getEndPoint().close();
      callback.failed(new EofException("connection closed by the fault"));
      return;
    }
    JsonValue unknown =
        JsonHelper.object().add("error", "no runbook that is played calls this address").build();
    Optional<JsonValue> json =
        job.isPresent()
            ? job.get().json()
            : Optional.of(site.map(PlayedSites.SiteAnswer::body).orElse(unknown));
    json.ifPresentOrElse(
        body -> HttpResponses.json(response, callback, status, body),
        () -> HttpResponses.text(response, callback, status, job.orElseThrow().text()));
  }

  @Override
  public JsonObject json() {
    changes.make();
    List<JsonObject> all =
        Stream.of(
                JsonHelper.each(cloudflare.json().getJsonArray("providerCalls")),
                JsonHelper.each(kubernetes.calls()),
                JsonHelper.each(calls.json()),
                actions.calls())
            .flatMap(each -> each)
            .sorted(Comparator.comparing(each -> each.getString("at")))
            .toList();
    return JsonHelper.object()
        .add("services", JsonHelper.objects(services.json(this::well).toList()))
        .add("runs", actions.runs())
        .add("faults", JsonHelper.objects(switches.faults()))
        .add(
            "providerCalls",
            JsonHelper.objects(all.subList(Math.max(0, all.size() - MAX_CALLS), all.size())))
        .add("played", played())
        .build();
  }

  private JsonObject played() {
    List<String> hosts =
        Stream.concat(
                runbooks.sites().stream().map(PlayedRunbooks.PlayedSite::address),
                runbooks.jobs().stream().map(job -> job.start().url()))
            .map(address -> address.replaceFirst("^https?://", "").replaceFirst("/.*", ""))
            .distinct()
            .sorted()
            .toList();
    return JsonHelper.object()
        .add("source", runbooks.source())
        .add("hosts", JsonHelper.strings(hosts))
        .add("programs", JsonHelper.strings(runbooks.programs()))
        .add("programsRun", runbooks.programsRun())
        .build();
  }

  @Override
  public void setFault(String id, boolean on) {
    switches.setFault(id, on);
    changed();
  }

  @Override
  public void decideRun(String run, String decision) {
    actions.decide(run, decision);
    changed();
  }

  @Override
  public boolean slackThrottled() {
    return cloudflare.slackThrottled();
  }

  @Override
  public void reset() {
    faults.clear();
    changes.clear();
    jobs.clear();
    calls.clear();
    actions.reset();
    kubernetes.reset();
    cloudflare.reset();
    services.begin();
    changed();
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
    cloudflare.onChange(listener);
    kubernetes.onChange(listener);
  }

  private void changed() {
    listeners.forEach(Runnable::run);
  }

  /** Those at Cloudflare. */
  @Override
  public JsonArray providerRollbacks() {
    return cloudflare.providerRollbacks();
  }

  @Override
  public void close() {
    cloudflare.close();
    kubernetes.close();
  }
}
