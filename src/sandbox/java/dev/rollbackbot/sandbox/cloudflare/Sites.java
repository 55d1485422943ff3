package dev.rollbackbot.sandbox.cloudflare;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;

/** The deployed services below {@code /sites}, as a browser or a probe meets them. */
final class Sites {

  /**
   * @param after how long the site takes to answer
   */
  record Visit(Reply reply, Duration after) {}

  private final Account account;
  private final Faults faults;
  private final ErrorRate errorRate;
  private final Pace pace;

  Sites(Account account, Faults faults, ErrorRate errorRate, Pace pace) {
    this.account = account;
    this.faults = faults;
    this.errorRate = errorRate;
    this.pace = pace;
  }

  Visit visit(Call call) {
    if (!call.is("GET") && !call.is("HEAD")) {
      return new Visit(error(405, "method_not_allowed"), pace.healthySite());
    }
    Condition now = Condition.at(account, faults);
    return switch (call.path().isEmpty() ? "" : call.path().getFirst()) {
      case "gateway" -> new Visit(gateway(now, rest(call)), answersAfter(now, now.gateway()));
      case "planning" ->
          new Visit(planning(now, rest(call)), answersAfter(now, now.planningMachine()));
      case "dashboard" -> new Visit(dashboard(now, rest(call)), answersAfter(now, now.dashboard()));
      default -> new Visit(error(404, "not_found"), pace.healthySite());
    };
  }

  Duration answersAfter(Condition now, Build build) {
    return now.healthy(build) ? pace.healthySite() : pace.degradedSite();
  }

  /** The body of a Worker's health check. */
  JsonObject health(Condition now, String service, Build build) {
    boolean healthy = now.healthy(build);
    JsonObjectBuilder body =
        Json.createObjectBuilder()
            .add("status", healthy ? "ok" : "degraded")
            .add("service", service);
    if (!healthy) {
      body.add("error_rate", errorRate.percent());
    }
    return body.build();
  }

  private Reply gateway(Condition now, String path) {
    if (path.startsWith("api/public/factory/")) {
      return factory(now.gateway());
    }
    return switch (path) {
      case "health" -> Reply.json(200, health(now, "gateway", now.gateway()));
      case "api/planning/runs" -> error(401, "unauthorized");
      case "metrics/error-rate" ->
          Reply.json(
              200,
              Json.createObjectBuilder().add("error_rate_percent", errorRate.percent()).build());
      default -> error(404, "not_found");
    };
  }

  private Reply planning(Condition now, String path) {
    return path.equals("health")
        ? Reply.json(200, health(now, "planning-machine", now.planningMachine()))
        : error(404, "not_found");
  }

  private static Reply dashboard(Condition now, String path) {
    return switch (path) {
      case "dashboard" -> Reply.html(200, "Dashboard");
      case "factory" ->
          now.dashboard() == Build.FACTORY
              ? Reply.html(500, "Internal Server Error")
              : Reply.html(404, "Not Found");
      default -> Reply.html(404, "Not Found");
    };
  }

  private static Reply factory(Build gateway) {
    return gateway == Build.FACTORY ? error(500, "internal_error") : error(404, "not_found");
  }

  private static Reply error(int status, String code) {
    return Reply.json(status, Json.createObjectBuilder().add("error", code).build());
  }

  private static String rest(Call call) {
    return String.join("/", call.path().subList(1, call.path().size()));
  }
}
