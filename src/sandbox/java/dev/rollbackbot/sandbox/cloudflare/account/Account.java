package dev.rollbackbot.sandbox.cloudflare.account;

import dev.rollbackbot.sandbox.cloudflare.account.WorkerDeployment.VersionTraffic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All deployments, guarded by one lock: no caller sees half of a rollback. */
public final class Account {
  public record DeployedServices(
      WorkerScript gateway, WorkerScript planningMachine, PagesProject dashboard) {}

  private static final String API_USER = "rollback-bot@sandbox.example";

  /** What a text from outside may try. */
  public static final String HOSTILE =
      "<!channel> <@U0APPROVER> <https://evil.example|log in> https://evil.example/x *loud*"
          + " \u202Esdrawkcab\u202C in\u200Bvisible\u0007 :rotating_light: &lt;!here&gt; `";

  private static final String SOMEONE_ELSE = "someone-else@sandbox.example";

  private final InstantSource clock;
  private final Duration propagation;
  private final List<CompletedRollback> rollbacks = new ArrayList<>();
  private DeployedServices services;
  private boolean hostile;

  /** Beside the three; their names, and as they are now. */
  private final Set<String> moreScripts = new LinkedHashSet<>();

  private final Set<String> moreProjects = new LinkedHashSet<>();
  private List<WorkerScript> workers = List.of();
  private List<PagesProject> projects = List.of();

  public Account(InstantSource clock, Duration propagation) {
    this.clock = clock;
    this.propagation = propagation;
    this.services = SeedDeployments.at(clock.instant());
  }

  public synchronized void reset() {
    services = SeedDeployments.at(clock.instant());
    rollbacks.clear();
    hostile = false;
    seedMore();
  }

  /** More services, each with an earlier version that is good and a live one that is bad. */
  public synchronized void add(Collection<String> scripts, Collection<String> pagesProjects) {
    moreScripts.addAll(scripts);
    moreScripts.removeAll(List.of(services.gateway().script, services.planningMachine().script));
    moreProjects.addAll(pagesProjects);
    moreProjects.remove(services.dashboard().name);
    seedMore();
  }

  private void seedMore() {
    Instant now = clock.instant();
    workers = moreScripts.stream().map(name -> SeedDeployments.plainWorker(name, now)).toList();
    projects = moreProjects.stream().map(name -> SeedDeployments.plainProject(name, now)).toList();
  }

  /** Whether logs and sites answer with hostile texts. */
  public synchronized boolean hostile() {
    return hostile;
  }

  public Instant now() {
    return clock.instant();
  }

  /** Reads a Worker under the lock; empty if there is no script with this name. */
  public synchronized <R> Optional<R> worker(String script, Function<WorkerScript, R> read) {
    return Stream.concat(
            Stream.of(services.gateway(), services.planningMachine()), workers.stream())
        .filter(worker -> worker.script.equals(script))
        .findFirst()
        .map(read);
  }

  /** Reads a Pages project under the lock; empty if there is none with this name. */
  public synchronized <R> Optional<R> project(String name, Function<PagesProject, R> read) {
    return Stream.concat(Stream.of(services.dashboard()), projects.stream())
        .filter(project -> project.name.equals(name))
        .findFirst()
        .map(read);
  }

  public synchronized <R> R all(BiFunction<DeployedServices, Instant, R> read) {
    return read.apply(services, clock.instant());
  }

  /** Call inside {@link #worker}: makes versions live through the API. */
  public synchronized WorkerDeployment deploy(
      WorkerScript worker, String message, List<VersionTraffic> shares) {
    Instant now = clock.instant();
    WorkerDeployment deployment =
        worker.deploy(now, now.plus(propagation), "api", API_USER, message, shares);
    String versions =
        shares.stream().map(VersionTraffic::versionId).collect(Collectors.joining(","));
    rollbacks.add(new CompletedRollback(now, worker.service, versions));
    return deployment;
  }

  /** Call inside {@link #project}: makes an earlier deployment canonical. */
  public synchronized void rollBack(PagesProject project, PagesDeployment target) {
    Instant now = clock.instant();
    project.canonical.put(target, now.plus(propagation));
    rollbacks.add(new CompletedRollback(now, project.service, target.id()));
  }

  /** Call inside {@link #worker}: new code, not live yet. */
  public synchronized WorkerVersion upload(
      WorkerScript worker, String message, BuildContents build) {
    return worker.upload(clock.instant(), API_USER, "", message, build);
  }

  /** Call inside {@link #project}: new files; canonical at once on the production branch. */
  public synchronized PagesDeployment upload(
      PagesProject project, String branch, String message, BuildContents build) {
    Instant now = clock.instant();
    return project.upload(now, now.plus(propagation), branch, API_USER, message, build);
  }

  /** Deploys a gateway version with the factory feature, served at once. */
  public synchronized void someoneDeploys() {
    someoneDeploys(SOMEONE_ELSE, "", "Shorter cache for templates");
  }

  /** The same with texts that try to act, also in logs and answers from then on. */
  public synchronized void someoneDeploysHostileTexts() {
    hostile = true;
    someoneDeploys(HOSTILE, HOSTILE, HOSTILE);
  }

  private void someoneDeploys(String author, String tag, String message) {
    Instant now = clock.instant();
    WorkerVersion version =
        services.gateway().upload(now, author, tag, message, BuildContents.FACTORY);
    services
        .gateway()
        .deploy(
            now, now, "wrangler", author, message, List.of(new VersionTraffic(version.id(), 100)));
  }

  /** Deploys the newest good version of that service, served at once. */
  public synchronized void repair(String name) {
    Instant now = clock.instant();
    var _ =
        worker(
            name,
            worker -> {
              VersionTraffic whole =
                  new VersionTraffic(
                      worker.versionsNewestFirst().stream()
                          .filter(version -> version.build() == BuildContents.GOOD)
                          .findFirst()
                          .orElseThrow()
                          .id(),
                      100);
              return worker.deploy(
                  now, now, "wrangler", SOMEONE_ELSE, "An earlier version", List.of(whole));
            });
    var _ =
        project(
            name,
            project -> {
              project.canonical.put(
                  project.newestFirst().stream()
                      .filter(deployment -> deployment.build() == BuildContents.GOOD)
                      .findFirst()
                      .orElseThrow(),
                  now);
              return true;
            });
  }

  /** A new gateway version that differs from the live one in a secret, served at once. */
  public synchronized void someoneChangesSecret() {
    services.gateway().changeSecret(clock.instant(), SOMEONE_ELSE);
  }

  /** A planning machine version with a new migration, served at once. */
  public synchronized void someoneMigratesDurableObjects() {
    Instant now = clock.instant();
    WorkerScript planning = services.planningMachine();
    String message = "Rename the class of runs";
    planning.migrate();
    WorkerVersion version = planning.upload(now, SOMEONE_ELSE, "", message, BuildContents.FACTORY);
    planning.deploy(
        now,
        now,
        "wrangler",
        SOMEONE_ELSE,
        message,
        List.of(new VersionTraffic(version.id(), 100)));
  }

  /** Starts the build of a dashboard, or lets the one that has begun fail. */
  public synchronized void pagesBuilds(boolean building) {
    services.dashboard().build(clock.instant(), building);
  }

  /** Half of the gateway's traffic to a new version with the factory feature, served at once. */
  public synchronized void someoneDeploysGradually() {
    Instant now = clock.instant();
    WorkerScript gateway = services.gateway();
    String live = gateway.history.live().shares().getLast().versionId();
    String message = "Half the traffic to it first";
    WorkerVersion version = gateway.upload(now, SOMEONE_ELSE, "", message, BuildContents.FACTORY);
    gateway.deploy(
        now,
        now,
        "wrangler",
        SOMEONE_ELSE,
        message,
        List.of(new VersionTraffic(live, 50), new VersionTraffic(version.id(), 50)));
  }

  public synchronized List<CompletedRollback> rollbacks() {
    return List.copyOf(rollbacks);
  }
}
