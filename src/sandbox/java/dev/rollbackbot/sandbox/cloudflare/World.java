package dev.rollbackbot.sandbox.cloudflare;

import dev.rollbackbot.sandbox.DeployedWorld;
import jakarta.json.Json;
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
 * <p>{@link #handle} reads the request body where it is called, so it wants a thread that may
 * block. Answers are sent later, from the world's own thread.
 */
public final class World implements DeployedWorld, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(World.class);
  private static final String PROVIDER = "/client/v4/";
  private static final String SITES = "/sites/";

  private final InstantSource clock = InstantSource.system();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final CallLog calls = new CallLog();
  private final ScheduledExecutorService timer;
  private final Pace pace;
  private final Account account;
  private final Faults faults;
  private final ErrorRate errorRate;
  private final Tails tails;
  private final CloudflareApi api;
  private final Sites sites;
  private final WorldJson json;
  private final Wire wire;

  private World(String token, String accountId, String bindAddress, boolean fast) {
    timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sandbox-world").factory());
    pace = Pace.of(fast);
    account = new Account(clock, pace.spread());
    faults = new Faults(clock, pace.throttle());
    errorRate = new ErrorRate(clock.instant(), pace.sample());
    tails = new Tails(account, timer, pace.tailEvent(), bindAddress);
    api =
        new CloudflareApi(
            token,
            accountId,
            faults,
            new WorkersApi(account, faults, tails),
            new PagesApi(account, faults));
    sites = new Sites(account, faults, errorRate, pace);
    json = new WorldJson(account, faults, sites);
    wire = new Wire(timer);
  }

  /**
   * Starts the world: the clock of its error rate, and a port of its own for live logs.
   *
   * @param token the only bearer token that the provider's API accepts
   * @param accountId the only account it knows
   * @param bindAddress where the port for live logs listens, such as {@code 127.0.0.1}
   * @param fast spreading, answers and samples take milliseconds, for tests
   * @throws IllegalStateException if no port can be opened
   */
  public static World start(String token, String accountId, String bindAddress, boolean fast)
      throws InterruptedException {
    World world = new World(token, accountId, bindAddress, fast);
    world.tails.start();
    long every = world.pace.sample().toMillis();
    var _ = world.timer.scheduleAtFixedRate(world::sample, every, every, TimeUnit.MILLISECONDS);
    return world;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = request.getHttpURI().getCanonicalPath();
    if (path.startsWith(PROVIDER)) {
      callProvider(request, response, callback);
      return true;
    }
    if (path.startsWith(SITES)) {
      Sites.Visit visit = sites.visit(Wire.read(request, SITES));
      wire.send(request, response, callback, visit.reply(), visit.after());
      return true;
    }
    return false;
  }

  private void callProvider(Request request, Response response, Callback callback)
      throws IOException {
    Reply reply = api.answer(Wire.read(request, PROVIDER));
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
    return Json.createObjectBuilder()
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
    return WorldJson.rollbacks(account.rollbacks());
  }

  @Override
  public void close() {
    timer.shutdownNow();
    tails.close();
  }

  private void sample() {
    errorRate.add(clock.instant(), Condition.at(account, faults).callsFail());
    changed();
  }

  private void changed() {
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        // A listener's trouble must stop neither the provider's answer nor the sampling.
        log.warn("A listener of the sandbox's world failed.", e);
      }
    }
  }
}
