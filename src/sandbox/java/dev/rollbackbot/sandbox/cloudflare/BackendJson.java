package dev.rollbackbot.sandbox.cloudflare;

import dev.rollbackbot.sandbox.cloudflare.account.Account;
import dev.rollbackbot.sandbox.cloudflare.account.BuildContents;
import dev.rollbackbot.sandbox.cloudflare.account.CompletedRollback;
import dev.rollbackbot.sandbox.cloudflare.account.Fault;
import dev.rollbackbot.sandbox.cloudflare.account.Faults;
import dev.rollbackbot.sandbox.cloudflare.account.PagesDeployment;
import dev.rollbackbot.sandbox.cloudflare.account.PagesProject;
import dev.rollbackbot.sandbox.cloudflare.account.ServiceHealth;
import dev.rollbackbot.sandbox.cloudflare.account.WorkerDeployment;
import dev.rollbackbot.sandbox.cloudflare.account.WorkerScript;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;

record BackendJson(Account account, Faults faults, Sites sites) {
  JsonArray servicesJson() {
    ServiceHealth health = ServiceHealth.at(account, faults);
    return account.all((services, now) -> {
      WorkerScript gateway = services.gateway();
      WorkerScript planning = services.planningMachine();
      return JsonHelper.array()
          .add(worker(gateway, health, health.gateway(), "/sites/gateway/health", now))
          .add(worker(planning, health, health.planningMachine(), "/sites/planning/health", now))
          .add(pages(services.dashboard(), health, now))
          .build();
    });
  }

  JsonArray faultsJson() {
    JsonArrayBuilder list = JsonHelper.array();
    for (Fault fault : Fault.values()) {
      JsonObjectBuilder each =
          JsonHelper.object()
              .add("id", fault.id)
              .add("label", fault.label)
              .add("description", fault.description)
              .add("action", fault.action())
              .add("on", faults.isOn(fault));
      fault.target.ifPresent(target -> each.add("target", target));
      list.add(each);
    }
    return list.build();
  }

  static JsonArray rollbacks(Iterable<CompletedRollback> rollbacks) {
    JsonArrayBuilder list = JsonHelper.array();
    rollbacks.forEach(rollback ->
        list.add(
            JsonHelper.object()
                .add("at", rollback.at().toString())
                .add("service", rollback.service())
                .add("version", rollback.version())));
    return list.build();
  }

  private JsonObject worker(
      WorkerScript worker, ServiceHealth health, BuildContents build, String url, Instant now) {
    WorkerDeployment live = worker.history.live();
    String id = live.shares().getFirst().versionId();
    JsonObject body = sites.health(health, worker.service, build);
    return JsonHelper.object()
        .add("id", worker.service)
        .add("name", worker.script)
        .add("kind", "worker")
        .add("live", live(worker.liveLabel(), id, live.createdOn(), live.author(), live.message()))
        .add("spreading", worker.history.propagating(now))
        .add("healthy", health.healthy(build))
        .add("health", health(200, body.toString(), sites.delay(health, build)))
        .add("url", url)
        .build();
  }

  /** A Pages project has no health check: its health is that of the factory page. */
  private JsonObject pages(PagesProject project, ServiceHealth health, Instant now) {
    PagesDeployment live = project.canonical.live();
    boolean healthy = health.dashboard() == BuildContents.GOOD;
    String body = healthy ? "/dashboard answers 200" : "/factory answers 500";
    Duration latency = sites.delay(health, health.dashboard());
    return JsonHelper.object()
        .add("id", project.service)
        .add("name", project.name)
        .add("kind", "pages")
        .add(
            "live",
            live(
                live.shortId(),
                live.id(),
                project.canonical.liveSince(),
                live.author(),
                live.message()))
        .add("spreading", project.canonical.propagating(now))
        .add("healthy", healthy)
        .add("health", health(healthy ? 200 : 500, body, latency))
        .add("url", "/sites/dashboard/dashboard")
        .build();
  }

  /** A service whose only sign of health is its build. */
  JsonObject plain(WorkerScript worker, Instant now) {
    WorkerDeployment live = worker.history.live();
    String id = live.shares().getFirst().versionId();
    return JsonHelper.object()
        .add("name", worker.script)
        .add("kind", "worker")
        .add("live", live(worker.liveLabel(), id, live.createdOn(), live.author(), live.message()))
        .add("spreading", worker.history.propagating(now))
        .add("healthy", worker.served(now) == BuildContents.GOOD)
        .build();
  }

  JsonObject plain(PagesProject project, Instant now) {
    PagesDeployment live = project.canonical.live();
    return JsonHelper.object()
        .add("name", project.name)
        .add("kind", "pages")
        .add(
            "live",
            live(
                live.shortId(),
                live.id(),
                project.canonical.liveSince(),
                live.author(),
                live.message()))
        .add("spreading", project.canonical.propagating(now))
        .add("healthy", project.canonical.served(now).build() == BuildContents.GOOD)
        .build();
  }

  private static JsonObject live(
      String label, String id, Instant since, String author, String message) {
    return JsonHelper.object()
        .add("label", label)
        .add("id", id)
        .add("since", since.toString())
        .add("author", author)
        .add("message", message)
        .build();
  }

  private static JsonObject health(int status, String body, Duration latency) {
    return JsonHelper.object()
        .add("status", status)
        .add("body", body)
        .add("latency_ms", latency.toMillis())
        .build();
  }
}
