package dev.rollbackbot.sandbox.cloudflare;

import dev.rollbackbot.sandbox.cloudflare.WorkerDeployment.Share;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything that is deployed, and the only place where it changes. One lock guards it all: a
 * caller sees the state before a rollback or after it, never half of it.
 */
final class Account {

  private static final String API_USER = "rollback-bot@sandbox.example";
  private static final String SOMEONE_ELSE = "someone-else@sandbox.example";

  private final InstantSource clock;
  private final Duration spread;
  private final List<Rollback> rollbacks = new ArrayList<>();
  private Worker gateway;
  private Worker planningMachine;
  private PagesProject dashboard;

  Account(InstantSource clock, Duration spread) {
    this.clock = clock;
    this.spread = spread;
    Instant now = clock.instant();
    this.gateway = History.gateway(now);
    this.planningMachine = History.planningMachine(now);
    this.dashboard = History.dashboard(now);
  }

  synchronized void reset() {
    Instant now = clock.instant();
    gateway = History.gateway(now);
    planningMachine = History.planningMachine(now);
    dashboard = History.dashboard(now);
    rollbacks.clear();
  }

  Instant now() {
    return clock.instant();
  }

  /** Reads a Worker under the lock; empty if there is no script with this name. */
  synchronized <R> Optional<R> worker(String script, Function<Worker, R> read) {
    for (Worker worker : List.of(gateway, planningMachine)) {
      if (worker.script.equals(script)) {
        return Optional.of(read.apply(worker));
      }
    }
    return Optional.empty();
  }

  /** Reads a Pages project under the lock; empty if there is none with this name. */
  synchronized <R> Optional<R> project(String name, Function<PagesProject, R> read) {
    return dashboard.name.equals(name) ? Optional.of(read.apply(dashboard)) : Optional.empty();
  }

  /** Reads everything at one moment. */
  synchronized <R> R all(View<R> view) {
    return view.of(gateway, planningMachine, dashboard, clock.instant());
  }

  interface View<R> {
    R of(Worker gateway, Worker planningMachine, PagesProject dashboard, Instant now);
  }

  /** To be called inside {@link #worker}: makes versions live through the API. */
  synchronized WorkerDeployment deploy(Worker worker, String message, List<Share> shares) {
    Instant now = clock.instant();
    WorkerDeployment made = worker.deploy(now, now.plus(spread), "api", API_USER, message, shares);
    String versions = shares.stream().map(Share::versionId).collect(Collectors.joining(","));
    rollbacks.add(new Rollback(now, worker.service, versions));
    return made;
  }

  /** To be called inside {@link #project}: makes an earlier deployment canonical. */
  synchronized void rollBack(PagesProject project, PagesDeployment target) {
    Instant now = clock.instant();
    project.canonical().put(target, now.plus(spread));
    rollbacks.add(new Rollback(now, project.service, target.id()));
  }

  /** A new version of the gateway, served at once. It is cut from main, so the factory is in it. */
  synchronized void someoneDeploys() {
    Instant now = clock.instant();
    String message = "Shorter cache for templates";
    Version version = gateway.upload(now, SOMEONE_ELSE, "", message, Build.FACTORY);
    gateway.deploy(
        now, now, "wrangler", SOMEONE_ELSE, message, List.of(new Share(version.id(), 100)));
  }

  synchronized List<Rollback> rollbacks() {
    return List.copyOf(rollbacks);
  }
}
