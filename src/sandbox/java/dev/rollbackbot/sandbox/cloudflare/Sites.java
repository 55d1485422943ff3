package dev.rollbackbot.sandbox.cloudflare;

import dev.rollbackbot.sandbox.cloudflare.account.Account;
import dev.rollbackbot.sandbox.cloudflare.account.BuildContents;
import dev.rollbackbot.sandbox.cloudflare.account.ErrorRate;
import dev.rollbackbot.sandbox.cloudflare.account.Faults;
import dev.rollbackbot.sandbox.cloudflare.account.ServiceHealth;
import dev.rollbackbot.sandbox.cloudflare.account.Timings;
import dev.rollbackbot.sandbox.cloudflare.api.ProviderRequest;
import dev.rollbackbot.sandbox.cloudflare.api.ProviderResponse;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;

/** The deployed services below {@code /sites}. */
record Sites(
    Account account,
    Faults faults,
    ErrorRate errorRate,
    SiteTraffic traffic,
    AuditLog auditLog,
    String token,
    Timings timings) {
  record SiteResponse(ProviderResponse response, Duration delay) {}

  SiteResponse answer(ProviderRequest request) {
    if (!request.is("GET") && !request.is("HEAD")) {
      return new SiteResponse(error(405, "method_not_allowed"), timings.healthySite());
    }
    ServiceHealth now = ServiceHealth.at(account, faults);
    return switch (request.segment(0)) {
      case "gateway" -> site(now, now.gateway(), gateway(now, rest(request), signedIn(request)));
      case "planning" -> site(now, now.planningMachine(), planning(now, rest(request)));
      case "dashboard" -> site(now, now.dashboard(), dashboard(now, rest(request)));
      default -> new SiteResponse(error(404, "not_found"), timings.healthySite());
    };
  }

  private SiteResponse site(ServiceHealth now, BuildContents build, ProviderResponse response) {
    return new SiteResponse(response, delay(now, build));
  }

  Duration delay(ServiceHealth now, BuildContents build) {
    return now.healthy(build) ? timings.healthySite() : timings.degradedSite();
  }

  /** The body of a Worker's health check. */
  JsonObject health(ServiceHealth now, String service, BuildContents build) {
    boolean healthy = now.healthy(build);
    JsonObjectBuilder body =
        JsonHelper.object()
            .add("status", healthy ? "ok" : account.hostile() ? Account.HOSTILE : "degraded")
            .add("service", service);
    if (!healthy) {
      body.add("error_rate", errorRate.percent());
    }
    return body.build();
  }

  private boolean signedIn(ProviderRequest request) {
    return request.authorization().equals("Bearer " + token);
  }

  private ProviderResponse gateway(ServiceHealth now, String path, boolean signedIn) {
    if (path.startsWith("api/public/factory/")) {
      return now.gateway() == BuildContents.FACTORY
          ? error(500, "internal_error")
          : error(404, "not_found");
    }
    return switch (path) {
      case "health" -> ProviderResponse.json(200, health(now, "gateway", now.gateway()));
      case "api/planning/runs" ->
          signedIn
              ? ProviderResponse.json(200, JsonHelper.array().build())
              : error(401, "unauthorized");
      case "api/data/audit_log" ->
          signedIn
              ? ProviderResponse.json(200, auditLog.newestFirst(account.now()))
              : error(401, "unauthorized");
      case "metrics/error-rate" ->
          ProviderResponse.json(
              200, JsonHelper.object().add("error_rate_percent", errorRate.percent()).build());
      case "metrics" -> ProviderResponse.text(200, traffic.ofGateway());
      default -> error(404, "not_found");
    };
  }

  private ProviderResponse planning(ServiceHealth now, String path) {
    return path.equals("health")
        ? ProviderResponse.json(200, health(now, "planning-machine", now.planningMachine()))
        : path.equals("metrics")
            ? ProviderResponse.text(200, traffic.ofPlanningMachine())
            : error(404, "not_found");
  }

  private static ProviderResponse dashboard(ServiceHealth now, String path) {
    return switch (path) {
      case "dashboard" -> ProviderResponse.html(200, "Dashboard");
      case "factory" ->
          now.dashboard() == BuildContents.FACTORY
              ? ProviderResponse.html(500, "Internal Server Error")
              : ProviderResponse.html(404, "Not Found");
      default -> ProviderResponse.html(404, "Not Found");
    };
  }

  private static ProviderResponse error(int status, String code) {
    return ProviderResponse.json(status, JsonHelper.object().add("error", code).build());
  }

  private static String rest(ProviderRequest request) {
    return String.join("/", request.path().subList(1, request.path().size()));
  }
}
