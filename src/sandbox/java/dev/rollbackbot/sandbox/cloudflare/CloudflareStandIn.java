package dev.rollbackbot.sandbox.cloudflare;

import dev.rollbackbot.sandbox.cloudflare.account.Account;
import dev.rollbackbot.sandbox.cloudflare.account.ErrorRate;
import dev.rollbackbot.sandbox.cloudflare.account.Fault;
import dev.rollbackbot.sandbox.cloudflare.account.Faults;
import dev.rollbackbot.sandbox.cloudflare.account.ServiceHealth;
import dev.rollbackbot.sandbox.cloudflare.account.Timings;
import dev.rollbackbot.sandbox.cloudflare.api.AnalyticsRoutes;
import dev.rollbackbot.sandbox.cloudflare.api.CloudflareRoutes;
import dev.rollbackbot.sandbox.cloudflare.api.D1Routes;
import dev.rollbackbot.sandbox.cloudflare.api.PagesRoutes;
import dev.rollbackbot.sandbox.cloudflare.api.ProviderResponse;
import dev.rollbackbot.sandbox.cloudflare.api.TailServer;
import dev.rollbackbot.sandbox.cloudflare.api.WorkersRoutes;
import dev.rollbackbot.sandbox.cloudflare.d1.D1Databases;
import dev.rollbackbot.sandbox.metrics.PrometheusStandIn;
import dev.rollbackbot.sandbox.metrics.TrafficCounters;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.shared.RecentEntries;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stand-in for the provider ({@code /client/v4/…}) and for the deployed sites ({@code
 * /sites/…}). Two Workers and one Pages project start half an hour into a bad release; the sites
 * follow a rollback after the propagation delay. A Prometheus ({@code /prometheus/…}) knows the
 * Workers' traffic.
 *
 * <p>{@link #handle} blocks while it reads the request body. A timer thread sends the responses.
 */
public final class CloudflareStandIn implements Backend {
  private static final Logger LOG = LoggerFactory.getLogger(CloudflareStandIn.class);
  private static final String PROVIDER = "/client/v4/";
  private static final String SITES = "/sites/";
  private static final String STATUS = "/cloudflarestatus/api/v2/summary.json";
  private static final int MAX_CALLS = 50;

  private final InstantSource clock;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final RecentEntries calls = new RecentEntries(MAX_CALLS);
  private final ScheduledExecutorService timer;
  private final Timings timings;
  private final Account account;
  private final Faults faults;
  private final D1Databases databases;
  private final ErrorRate errorRate;
  private final SiteTraffic traffic;
  private final PrometheusStandIn prometheus;
  private final TailServer tails;
  private final CloudflareRoutes api;
  private final Sites sites;
  private final BackendJson backendJson;
  private final HttpAdapter httpAdapter;

  private CloudflareStandIn(
      String token, String accountId, String bindAddress, Timings timings, InstantSource clock) {
    this.timings = timings;
    this.clock = clock;
    timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sandbox-cloudflare").factory());
    account = new Account(clock, timings.propagation());
    faults = new Faults(clock, timings.throttle());
    errorRate = new ErrorRate(clock.instant(), timings.sample());
    tails = new TailServer(account, timer, timings.tailEvent(), bindAddress);
    databases = new D1Databases(clock);
    TrafficCounters counters = new TrafficCounters();
    api =
        new CloudflareRoutes(
            token,
            accountId,
            faults,
            new WorkersRoutes(account, faults, tails),
            new PagesRoutes(account, faults),
            new AnalyticsRoutes(accountId, account, counters, databases),
            new D1Routes(databases, faults));
    traffic = new SiteTraffic(account, faults, counters);
    traffic.restart();
    prometheus = new PrometheusStandIn(counters);
    sites =
        new Sites(
            account, faults, errorRate, traffic, new AuditLog(account), sitesToken(token), timings);
    backendJson = new BackendJson(account, faults, sites);
    httpAdapter = new HttpAdapter(timer);
  }

  /** With it a caller of the sites is signed in. */
  public static String sitesToken(String token) {
    return token + "-sites";
  }

  /** More services, each with an earlier version that is good and a live one that is bad. */
  public void add(Collection<String> scripts, Collection<String> pagesProjects) {
    account.add(scripts, pagesProjects);
  }

  /** The newest good version of that service is live from now on, as somebody deploys it. */
  public void repair(String name) {
    account.repair(name);
  }

  /** One service, for the page; empty: there is none of that name. */
  public Optional<JsonObject> service(String name) {
    return account
        .worker(name, worker -> backendJson.plain(worker, account.now()))
        .or(() -> account.project(name, project -> backendJson.plain(project, account.now())));
  }

  /**
   * Samples the error rate and opens a port for live logs. {@code fast}: short timings, for tests.
   */
  public static CloudflareStandIn start(
      String token, String accountId, String bindAddress, boolean fast) {
    return new CloudflareStandIn(
            token, accountId, bindAddress, Timings.of(fast), InstantSource.system())
        .started();
  }

  static CloudflareStandIn start(
      String token, String accountId, Timings timings, InstantSource clock) {
    return new CloudflareStandIn(token, accountId, "127.0.0.1", timings, clock).started();
  }

  private CloudflareStandIn started() {
    tails.start();
    long every = timings.sample().toMillis();
    var _ = timer.scheduleAtFixedRate(this::sample, every, every, TimeUnit.MILLISECONDS);
    return this;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = request.getHttpURI().getCanonicalPath();
    if (path.startsWith(PROVIDER)) {
      callProvider(request, response, callback);
      return true;
    }
    if (path.equals(STATUS)) {
      httpAdapter.send(
          request, response, callback, StatusSummary.answer(faults), timings.fastestAnswer());
      return true;
    }
    if (prometheus.handle(request, response, callback)) {
      return true;
    }
    if (path.startsWith(SITES)) {
      Sites.SiteResponse site = sites.answer(HttpAdapter.read(request, SITES));
      httpAdapter.send(request, response, callback, site.response(), site.delay());
      return true;
    }
    return false;
  }

  private void callProvider(Request request, Response response, Callback callback)
      throws IOException {
    ProviderResponse providerResponse = api.answer(HttpAdapter.read(request, PROVIDER));
    int status = providerResponse instanceof ProviderResponse.Answer answer ? answer.status() : 0;
    calls.add(
        JsonHelper.object()
            .add("at", clock.instant().toString())
            .add("method", request.getMethod())
            .add("path", request.getHttpURI().getPathQuery())
            .add("status", status)
            .build());
    changed();
    httpAdapter.send(request, response, callback, providerResponse, responseDelay());
  }

  private Duration responseDelay() {
    if (faults.isOn(Fault.PROVIDER_SLOW)) {
      return timings.heldAnswer();
    }
    long least = timings.fastestAnswer().toMillis();
    long most = timings.slowestAnswer().toMillis();
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(least, most + 1));
  }

  @Override
  public JsonObject json() {
    return JsonHelper.object()
        .add("services", backendJson.servicesJson())
        .add("errorRate", errorRate.json())
        .add("faults", backendJson.faultsJson())
        .add("providerCalls", calls.json())
        .build();
  }

  @Override
  public void setFault(String id, boolean on) {
    Fault fault = Fault.of(id);
    if (!fault.action()) {
      faults.set(fault, on);
      if (fault == Fault.PAGES_BUILDING) {
        account.pagesBuilds(on);
      }
    } else if (on) {
      act(fault);
    }
    changed();
  }

  private void act(Fault action) {
    switch (action) {
      case DURABLE_OBJECTS_MIGRATED -> account.someoneMigratesDurableObjects();
      case SECRET_CHANGED -> account.someoneChangesSecret();
      case GRADUAL_DEPLOYMENT -> account.someoneDeploysGradually();
      case HOSTILE_TEXTS -> account.someoneDeploysHostileTexts();
      case SOMEONE_DEPLOYS -> account.someoneDeploys();
      default -> throw new IllegalStateException(action + " is no action");
    }
  }

  @Override
  public boolean slackThrottled() {
    return faults.isOn(Fault.SLACK_429);
  }

  @Override
  public void reset() {
    account.reset();
    databases.reset();
    faults.clear();
    calls.clear();
    errorRate.restart(clock.instant(), timings.sample());
    traffic.restart();
    tails.closeAll();
    changed();
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public JsonArray providerRollbacks() {
    return BackendJson.rollbacks(account.rollbacks());
  }

  @Override
  public void close() {
    timer.shutdownNow();
    tails.close();
    databases.close();
  }

  private void sample() {
    errorRate.add(clock.instant(), ServiceHealth.at(account, faults).callsFail());
    traffic.noteNow();
    changed();
  }

  private void changed() {
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        // The response and the sampling continue.
        LOG.warn("change listener failed", e);
      }
    }
  }
}
