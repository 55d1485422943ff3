package dev.rollbackbot.sandbox.cloudflare.account;

import dev.rollbackbot.sandbox.cloudflare.account.WorkerDeployment.VersionTraffic;
import dev.rollbackbot.sandbox.cloudflare.account.WorkerVersion.Reuse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The history at the start: the factory release went out half an hour ago and is bad, the
 * deployment before it is good. Before that: split traffic, a hotfix, a failed build, a preview, a
 * version that needs force and one that is refused.
 */
record SeedDeployments(Instant now) {
  static final String RELEASER = "releaser@sandbox.example";
  private static final String DEVELOPER = "developer@sandbox.example";

  /** The session key was changed once, long ago. */
  private static final Map<String, Integer> SECRETS =
      Map.of("PAYMENT_API_KEY", 1, "SESSION_KEY", 2);

  private static final String FACTORY_TAG = "factory-2.5.0";

  static Account.DeployedServices at(Instant now) {
    SeedDeployments seed = new SeedDeployments(now);
    return new Account.DeployedServices(seed.gateway(), seed.planningMachine(), seed.dashboard());
  }

  /** Three versions; the live one is bad. */
  static WorkerScript plainWorker(String script, Instant now) {
    SeedDeployments seed = new SeedDeployments(now);
    WorkerVersion first = seed.good(script, 11, hours(410), "", "Longer timeouts", Reuse.ALLOWED);
    WorkerVersion second = seed.good(script, 12, hours(76), "", "Clearer logs", Reuse.ALLOWED);
    WorkerVersion bad = seed.bad(script, 13, Duration.ofMinutes(32), "", "The newest release");
    return new WorkerScript(
        script,
        script,
        List.of(first, second, bad),
        SECRETS,
        List.of(
            seed.whole(script, first, hours(409)),
            seed.whole(script, second, hours(75)),
            seed.whole(script, bad, Duration.ofMinutes(30))));
  }

  /** Three deployments; the live one is bad. */
  static PagesProject plainProject(String name, Instant now) {
    SeedDeployments seed = new SeedDeployments(now);
    return new PagesProject(
        name,
        name,
        List.of(
            seed.plainPages(name, hours(410), "Longer timeouts", BuildContents.GOOD),
            seed.plainPages(name, hours(76), "Clearer texts", BuildContents.GOOD),
            seed.plainPages(
                name, Duration.ofMinutes(30), "The newest release", BuildContents.FACTORY)));
  }

  private PagesDeployment plainPages(
      String project, Duration ago, String message, BuildContents build) {
    return new PagesDeployment(
        StableIds.of(project + " " + message),
        now.minus(ago),
        "production",
        "main",
        RELEASER,
        message,
        "deploy",
        "success",
        build);
  }

  private WorkerScript gateway() {
    String script = "foundation-gateway-sandbox";
    WorkerVersion v39 =
        withSecrets(
            good(script, 39, hours(408), "gateway-2.4.0", "Rate limits per key", Reuse.ALLOWED),
            Map.of("PAYMENT_API_KEY", 1, "SESSION_KEY", 1));
    WorkerVersion v40 =
        good(script, 40, hours(190), "", "hotfix: reject expired API keys", Reuse.ALLOWED);
    WorkerVersion v41 =
        good(script, 41, hours(78), "gateway-2.4.3", "Retry idempotent calls", Reuse.ALLOWED);
    WorkerVersion v42 = factory(script, 42, Duration.ofMinutes(33));
    return new WorkerScript(
        "gateway",
        script,
        List.of(v39, v40, v41, v42),
        SECRETS,
        List.of(
            whole(script, v39, hours(407)),
            whole(script, v40, hours(189)),
            deployment(
                script,
                "40 and 41",
                hours(77),
                "Half the traffic to v41 first",
                List.of(new VersionTraffic(v40.id(), 50), new VersionTraffic(v41.id(), 50))),
            whole(script, v41, hours(75), "All traffic to v41"),
            whole(script, v42, Duration.ofMinutes(31))));
  }

  private WorkerScript planningMachine() {
    String script = "foundation-planning-machine-sandbox";
    WorkerVersion v14 =
        good(script, 14, hours(620), "planning-2.3.0", "Queue for long runs", Reuse.REFUSED);
    WorkerVersion v15 =
        good(script, 15, hours(215), "", "hotfix: stop runs that never end", Reuse.ALLOWED);
    WorkerVersion v16 =
        good(script, 16, hours(99), "planning-2.4.3", "Faster build specs", Reuse.ALLOWED);
    WorkerVersion v17 = factory(script, 17, Duration.ofMinutes(30));
    return new WorkerScript(
        "planning-machine",
        script,
        List.of(v14, v15, v16, v17),
        SECRETS,
        List.of(
            whole(script, v14, hours(619)),
            whole(script, v15, hours(214)),
            whole(script, v16, hours(98)),
            whole(script, v17, Duration.ofMinutes(28))));
  }

  private PagesProject dashboard() {
    return new PagesProject(
        "ui",
        "erlvinc-dashboard-sandbox",
        List.of(
            pages("e0c5b7a2", hours(200), "production", "main", "Settings page", "success"),
            pages("3d40f6c8", hours(121), "production", "main", "New navigation", "failure"),
            pages("7ab1c94e", hours(97), "production", "main", "Clearer run list", "success"),
            pages(
                "9f2c81d4",
                Duration.ofMinutes(26),
                "production",
                "main",
                "Factory pages (" + FACTORY_TAG + ")",
                "success"),
            pages(
                "c81e05b3",
                Duration.ofMinutes(9),
                "preview",
                "dark-mode",
                "Dark mode",
                "success")));
  }

  private PagesDeployment pages(
      String shortId,
      Duration ago,
      String environment,
      String branch,
      String message,
      String status) {
    return new PagesDeployment(
        StableIds.startingWith(shortId),
        now.minus(ago),
        environment,
        branch,
        environment.equals("production") ? RELEASER : DEVELOPER,
        message,
        status.equals("success") ? "deploy" : "build",
        status,
        message.contains(FACTORY_TAG) ? BuildContents.FACTORY : BuildContents.GOOD);
  }

  private WorkerVersion good(
      String script, int number, Duration ago, String tag, String message, Reuse reuse) {
    String id = StableIds.of(script + " version " + number);
    return new WorkerVersion(
        id,
        number,
        now.minus(ago),
        DEVELOPER,
        tag,
        message,
        WorkerVersion.etagOf(id),
        "upload",
        BuildContents.GOOD,
        SECRETS,
        migration(script),
        reuse);
  }

  private static WorkerVersion withSecrets(WorkerVersion version, Map<String, Integer> secrets) {
    return new WorkerVersion(
        version.id(),
        version.number(),
        version.createdOn(),
        version.author(),
        version.tag(),
        version.message(),
        version.etag(),
        version.triggeredBy(),
        version.build(),
        secrets,
        version.migration(),
        version.reuse());
  }

  /** Only the planning machine has Durable Objects. */
  private static String migration(String script) {
    return script.contains("planning") ? "v1" : "";
  }

  private WorkerVersion factory(String script, int number, Duration ago) {
    return bad(script, number, ago, FACTORY_TAG, "Public factory endpoints");
  }

  private WorkerVersion bad(String script, int number, Duration ago, String tag, String message) {
    String id = StableIds.of(script + " version " + number);
    return new WorkerVersion(
        id,
        number,
        now.minus(ago),
        RELEASER,
        tag,
        message,
        WorkerVersion.etagOf(id),
        "upload",
        BuildContents.FACTORY,
        SECRETS,
        migration(script),
        Reuse.ALLOWED);
  }

  private WorkerDeployment whole(String script, WorkerVersion version, Duration ago) {
    return whole(script, version, ago, version.message());
  }

  private WorkerDeployment whole(
      String script, WorkerVersion version, Duration ago, String message) {
    String name = String.valueOf(version.number());
    return deployment(script, name, ago, message, List.of(new VersionTraffic(version.id(), 100)));
  }

  private WorkerDeployment deployment(
      String script, String name, Duration ago, String message, List<VersionTraffic> shares) {
    String id = StableIds.of(script + " deployment of " + name);
    return new WorkerDeployment(
        id, now.minus(ago), "wrangler", RELEASER, message, "deployment", shares);
  }

  private static Duration hours(int hours) {
    return Duration.ofHours(hours);
  }
}
