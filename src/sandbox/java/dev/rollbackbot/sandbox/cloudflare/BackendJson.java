package dev.rollbackbot.sandbox.cloudflare;

import static dev.rollbackbot.sandbox.shared.JsonHelper.array;
import static dev.rollbackbot.sandbox.shared.JsonHelper.object;

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
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;

/** The services and faults in the JSON of the page. */
final class BackendJson {

  private final Account account;
  private final Faults faults;
  private final Sites sites;

  BackendJson(Account account, Faults faults, Sites sites) {
    this.account = account;
    this.faults = faults;
    this.sites = sites;
  }

  JsonArray services() {
    ServiceHealth condition = ServiceHealth.at(account, faults);
    return account.all((gateway, planningMachine, dashboard, now) ->
        array()
            .add(worker(gateway, condition, condition.gateway(), "/sites/gateway/health", now))
            .add(
                worker(
                    planningMachine,
                    condition,
                    condition.planningMachine(),
                    "/sites/planning/health",
                    now))
            .add(pages(dashboard, condition, now))
            .build());
  }

  JsonArray faults() {
    JsonArrayBuilder list = array();
    for (Fault fault : Fault.values()) {
      JsonObjectBuilder each =
          object()
              .add("id", fault.id)
              .add("label", fault.label)
              .add("description", fault.description)
              .add("on", faults.isOn(fault));
      if (!fault.target.isEmpty()) {
        each.add("target", fault.target);
      }
      list.add(each);
    }
    return list.build();
  }

  static JsonArray rollbacks(Iterable<CompletedRollback> rollbacks) {
    JsonArrayBuilder list = array();
    for (CompletedRollback rollback : rollbacks) {
      list.add(
          object()
              .add("at", rollback.at().toString())
              .add("service", rollback.service())
              .add("version", rollback.version()));
    }
    return list.build();
  }

  private JsonObject worker(
      WorkerScript worker, ServiceHealth condition, BuildContents build, String url, Instant now) {
    WorkerDeployment live = worker.track().live();
    String id = live.shares().getFirst().versionId();
    JsonObject body = sites.health(condition, worker.service, build);
    return object()
        .add("id", worker.service)
        .add("name", worker.script)
        .add("kind", "worker")
        .add("live", live(worker.liveLabel(), id, live.createdOn(), live.author(), live.message()))
        .add("spreading", worker.track().spreading(now))
        .add("healthy", condition.healthy(build))
        .add("health", health(200, body.toString(), sites.answersAfter(condition, build)))
        .add("url", url)
        .build();
  }

  /** A page has no health check of its own; the factory page is what people see break. */
  private JsonObject pages(PagesProject project, ServiceHealth condition, Instant now) {
    PagesDeployment live = project.canonical().live();
    boolean healthy = condition.dashboard() == BuildContents.GOOD;
    String body = healthy ? "/dashboard answers 200" : "/factory answers 500";
    Duration latency = sites.answersAfter(condition, condition.dashboard());
    return object()
        .add("id", project.service)
        .add("name", project.name)
        .add("kind", "pages")
        .add(
            "live",
            live(
                live.shortId(),
                live.id(),
                project.canonical().liveSince(),
                live.author(),
                live.message()))
        .add("spreading", project.canonical().spreading(now))
        .add("healthy", healthy)
        .add("health", health(healthy ? 200 : 500, body, latency))
        .add("url", "/sites/dashboard/dashboard")
        .build();
  }

  private static JsonObject live(
      String label, String id, Instant since, String author, String message) {
    return object()
        .add("label", label)
        .add("id", id)
        .add("since", since.toString())
        .add("author", author)
        .add("message", message)
        .build();
  }

  private static JsonObject health(int status, String body, Duration latency) {
    return object()
        .add("status", status)
        .add("body", body)
        .add("latency_ms", latency.toMillis())
        .build();
  }
}
