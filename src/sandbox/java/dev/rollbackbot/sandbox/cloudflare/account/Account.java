package dev.rollbackbot.sandbox.cloudflare.account;

import dev.rollbackbot.sandbox.cloudflare.account.WorkerDeployment.TrafficShare;
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
public final class Account {

  private static final String API_USER = "rollback-bot@sandbox.example";
  private static final String SOMEONE_ELSE = "someone-else@sandbox.example";

  private final InstantSource clock;
  private final Duration spread;
  private final List<CompletedRollback> rollbacks = new ArrayList<>();
  private WorkerScript gateway;
  private WorkerScript planningMachine;
  private PagesProject dashboard;

  public Account(InstantSource clock, Duration spread) {
    this.clock = clock;
    this.spread = spread;
    Instant now = clock.instant();
    this.gateway = SeedDeployments.gateway(now);
    this.planningMachine = SeedDeployments.planningMachine(now);
    this.dashboard = SeedDeployments.dashboard(now);
  }

  public synchronized void reset() {
    Instant now = clock.instant();
    gateway = SeedDeployments.gateway(now);
    planningMachine = SeedDeployments.planningMachine(now);
    dashboard = SeedDeployments.dashboard(now);
    rollbacks.clear();
  }

  public Instant now() {
    return clock.instant();
  }

  /** Reads a Worker under the lock; empty if there is no script with this name. */
  public synchronized <R> Optional<R> worker(String script, Function<WorkerScript, R> read) {
    for (WorkerScript worker : List.of(gateway, planningMachine)) {
      if (worker.script.equals(script)) {
        return Optional.of(read.apply(worker));
      }
    }
    return Optional.empty();
  }

  /** Reads a Pages project under the lock; empty if there is none with this name. */
  public synchronized <R> Optional<R> project(String name, Function<PagesProject, R> read) {
    return dashboard.name.equals(name) ? Optional.of(read.apply(dashboard)) : Optional.empty();
  }

  /** Reads everything at one moment. */
  public synchronized <R> R all(AccountReader<R> view) {
    return view.of(gateway, planningMachine, dashboard, clock.instant());
  }

  public interface AccountReader<R> {
    R of(WorkerScript gateway, WorkerScript planningMachine, PagesProject dashboard, Instant now);
  }

  /** To be called inside {@link #worker}: makes versions live through the API. */
  public synchronized WorkerDeployment deploy(
      WorkerScript worker, String message, List<TrafficShare> shares) {
    Instant now = clock.instant();
    WorkerDeployment made = worker.deploy(now, now.plus(spread), "api", API_USER, message, shares);
    String versions = shares.stream().map(TrafficShare::versionId).collect(Collectors.joining(","));
    rollbacks.add(new CompletedRollback(now, worker.service, versions));
    return made;
  }

  /** To be called inside {@link #project}: makes an earlier deployment canonical. */
  public synchronized void rollBack(PagesProject project, PagesDeployment target) {
    Instant now = clock.instant();
    project.canonical().put(target, now.plus(spread));
    rollbacks.add(new CompletedRollback(now, project.service, target.id()));
  }

  /** A new version of the gateway, served at once. It is cut from main, so the factory is in it. */
  public synchronized void someoneDeploys() {
    Instant now = clock.instant();
    String message = "Shorter cache for templates";
    WorkerVersion version = gateway.upload(now, SOMEONE_ELSE, "", message, BuildContents.FACTORY);
    gateway.deploy(
        now, now, "wrangler", SOMEONE_ELSE, message, List.of(new TrafficShare(version.id(), 100)));
  }

  public synchronized List<CompletedRollback> rollbacks() {
    return List.copyOf(rollbacks);
  }
}
