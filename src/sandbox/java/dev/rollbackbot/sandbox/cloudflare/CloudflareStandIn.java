package dev.rollbackbot.sandbox.cloudflare;

import static dev.rollbackbot.sandbox.shared.JsonHelper.object;

import dev.rollbackbot.sandbox.cloudflare.account.Account;
import dev.rollbackbot.sandbox.cloudflare.account.ErrorRate;
import dev.rollbackbot.sandbox.cloudflare.account.Fault;
import dev.rollbackbot.sandbox.cloudflare.account.Faults;
import dev.rollbackbot.sandbox.cloudflare.account.ServiceHealth;
import dev.rollbackbot.sandbox.cloudflare.account.Timings;
import dev.rollbackbot.sandbox.cloudflare.api.CloudflareRoutes;
import dev.rollbackbot.sandbox.cloudflare.api.PagesRoutes;
import dev.rollbackbot.sandbox.cloudflare.api.ProviderCallLog;
import dev.rollbackbot.sandbox.cloudflare.api.ProviderResponse;
import dev.rollbackbot.sandbox.cloudflare.api.TailServer;
import dev.rollbackbot.sandbox.cloudflare.api.WorkersRoutes;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
 * The stand-in for the provider ({@code /client/v4/…}), for what is deployed there ({@code
 * /sites/…}), and the faults. Two Workers and one Pages project start half an hour into a bad
 * release; a rollback makes the sites follow after a short while.
 *
 * <p>{@link #handle} reads the request body where it is called, so it needs a thread that may
 * block. Responses are sent later, by a timer thread.
 */
public final class CloudflareStandIn implements Backend, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CloudflareStandIn.class);
  private static final String PROVIDER = "/client/v4/";
  private static final String SITES = "/sites/";

  private final InstantSource clock = InstantSource.system();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ProviderCallLog calls = new ProviderCallLog();
  private final ScheduledExecutorService timer;
  private final Timings pace;
  private final Account account;
  private final Faults faults;
  private final ErrorRate errorRate;
  private final TailServer tails;
  private final CloudflareRoutes api;
  private final Sites sites;
  private final BackendJson json;
  private final HttpAdapter wire;

  private CloudflareStandIn(String token, String accountId, String bindAddress, boolean fast) {
    timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sandbox-cloudflare").factory());
    pace = Timings.of(fast);
    account = new Account(clock, pace.spread());
    faults = new Faults(clock, pace.throttle());
    errorRate = new ErrorRate(clock.instant(), pace.sample());
    tails = new TailServer(account, timer, pace.tailEvent(), bindAddress);
    api =
        new CloudflareRoutes(
            token,
            accountId,
            faults,
            new WorkersRoutes(account, faults, tails),
            new PagesRoutes(account, faults));
    sites = new Sites(account, faults, errorRate, pace);
    json = new BackendJson(account, faults, sites);
    wire = new HttpAdapter(timer);
  }

  /**
   * Starts sampling the error rate, and opens a port for live logs.
   *
   * @param token the only bearer token that the provider's API accepts
   * @param accountId the only account it knows
   * @param bindAddress where the port for live logs listens, such as {@code 127.0.0.1}
   * @param fast spreading, answers and samples take milliseconds, for tests
   * @throws IllegalStateException if no port can be opened
   */
  public static CloudflareStandIn start(
      String token, String accountId, String bindAddress, boolean fast)
      throws InterruptedException {
    CloudflareStandIn standIn = new CloudflareStandIn(token, accountId, bindAddress, fast);
    standIn.tails.start();
    long every = standIn.pace.sample().toMillis();
    var _ = standIn.timer.scheduleAtFixedRate(standIn::sample, every, every, TimeUnit.MILLISECONDS);
    return standIn;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = request.getHttpURI().getCanonicalPath();
    if (path.startsWith(PROVIDER)) {
      callProvider(request, response, callback);
      return true;
    }
    if (path.startsWith(SITES)) {
      Sites.SiteResponse visit = sites.visit(HttpAdapter.read(request, SITES));
      wire.send(request, response, callback, visit.reply(), visit.after());
      return true;
    }
    return false;
  }

  private void callProvider(Request request, Response response, Callback callback)
      throws IOException {
    ProviderResponse reply = api.answer(HttpAdapter.read(request, PROVIDER));
    calls.add(clock.instant(), request.getMethod(), request.getHttpURI().getPathQuery(), reply);
    changed();
    wire.send(request, response, callback, reply, answersAfter());
  }

  private Duration answersAfter() {
    if (faults.isOn(Fault.PROVIDER_SLOW)) {
      return pace.heldAnswer();
    }
    long least = pace.fastestAnswer().toMillis();
    long most = pace.slowestAnswer().toMillis();
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(least, most + 1));
  }

  @Override
  public JsonObject worldJson() {
    return object()
        .add("services", json.services())
        .add("errorRate", errorRate.json())
        .add("faults", json.faults())
        .add("providerCalls", calls.json())
        .build();
  }

  @Override
  public void setFault(String id, boolean on) {
    Fault fault = Fault.of(id);
    if (fault == Fault.SOMEONE_DEPLOYS) {
      if (on) {
        account.someoneDeploys();
      }
    } else {
      faults.set(fault, on);
    }
    changed();
  }

  @Override
  public boolean slackThrottled() {
    return faults.isOn(Fault.SLACK_429);
  }

  @Override
  public void reset() {
    account.reset();
    faults.clear();
    calls.clear();
    errorRate.restart(clock.instant(), pace.sample());
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
  }

  private void sample() {
    errorRate.add(clock.instant(), ServiceHealth.at(account, faults).callsFail());
    changed();
  }

  private void changed() {
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        // A failing listener must stop neither the response nor the sampling.
        log.warn("change listener failed", e);
      }
    }
  }
}
