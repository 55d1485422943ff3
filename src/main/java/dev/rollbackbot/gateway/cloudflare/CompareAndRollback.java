package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.cloudflare.CloudflareResponse.ErrorResponse;
import dev.rollbackbot.gateway.cloudflare.CloudflareResponse.FailedCall;
import dev.rollbackbot.gateway.cloudflare.CloudflareResponse.NoResponse;
import dev.rollbackbot.gateway.cloudflare.CloudflareResponse.RateLimited;
import dev.rollbackbot.gateway.cloudflare.CloudflareResponse.Success;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Deployment.TrafficShare;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.Outcome.Unknown;
import dev.rollbackbot.incident.rollback.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One rollback: reads what is live, puts the target live once, and reads again. A success was read
 * back; a failure is known not to have happened; everything else is unknown.
 */
final class CompareAndRollback {
  /** Reads before an accepted change counts as not visible. */
  private static final int MAX_READS = 5;

  /** Cloudflare's code for secrets that changed after the version was made. */
  private static final String SECRETS_CHANGED = "10220";

  private final RollBack job;
  private final ServiceApi serviceApi;
  private final Duration settle;
  private final RateLimitBudget budget;
  private final InstantSource clock;
  private final Instant start;

  CompareAndRollback(
      RollBack job, ServiceApi serviceApi, CloudflareClient client, InstantSource clock) {
    this.job = job;
    this.serviceApi = serviceApi;
    this.settle = client.settleTime();
    this.budget = client.rateLimitBudget();
    this.clock = clock;
    this.start = clock.instant();
  }

  Outcome rollBack(LeaseCheck leaseCheck) {
    while (true) {
      Deployment before;
      CloudflareResponse response;
      try {
        before = live();
        if (before.servesOnly(job.target())) {
          return succeeded(before, true);
        }
        if (!before.servesSameAs(job.planned())) {
          return changed(
              "%s; the plan expected %s. The bot changed nothing."
                  .formatted(runs(before), job.planned().label()),
              before);
        }
        response =
            serviceApi.put(job.service().resource(), job.target(), job.message(), leaseCheck);
      } catch (CloudflareReadException e) {
        return e.failed(e.text() + " Nothing was changed.");
      }
      // A rate-limited call changed nothing: compare again after the wait, then retry.
      boolean retry =
          response instanceof RateLimited rateLimited && budget.await(rateLimited.retryAfter());
      if (!retry) {
        return outcome(response, before);
      }
    }
  }

  /** Finds out what became of a rollback whose response was lost. Changes nothing. */
  Outcome reconcile() {
    try {
      Deployment live = live();
      if (live.servesOnly(job.target())) {
        return succeeded(live, false);
      }
      return live.servesSameAs(job.planned())
          ? new Failed(
              FailureKind.NOT_DONE,
              "not-done",
              "The rollback never took effect." + still(live),
              Optional.of(live))
          // It may have been live in between.
          : changed(
              "%s, neither %s nor %s. Whether the rollback was live in between is not known."
                  .formatted(runs(live), job.planned().label(), job.target().label()),
              live);
    } catch (CloudflareReadException e) {
      return new Unknown(e.text() + unreadable());
    }
  }

  private Deployment live() throws CloudflareReadException {
    List<Version> known =
        Stream.concat(
                job.planned().shares().stream().map(TrafficShare::version), Stream.of(job.target()))
            .toList();
    return serviceApi.live(job.service().resource(), known, budget);
  }

  private Outcome outcome(CloudflareResponse response, Deployment before) {
    return switch (response) {
      case RateLimited rateLimited -> untouched(rateLimited, before);
      case NoResponse noResponse when !noResponse.sent() -> untouched(noResponse, before);
      case NoResponse _, Success _, ErrorResponse _ -> readBack(response);
    };
  }

  private Outcome untouched(FailedCall call, Deployment before) {
    return call.failed(call.description() + still(before), Optional.of(before));
  }

  private Outcome readBack(CloudflareResponse response) {
    // A refusal is final. Any other call may take a moment to become visible.
    int reads = response instanceof ErrorResponse ? 1 : MAX_READS;
    Optional<Deployment> live = Optional.empty();
    for (int i = 0; i < reads && (i == 0 || RateLimitBudget.pause(settle)); i++) {
      try {
        Deployment now = live();
        if (now.servesOnly(job.target())) {
          return succeeded(now, false);
        }
        live = Optional.of(now);
        if (!now.servesSameAs(job.planned())) {
          break;
        }
      } catch (CloudflareReadException e) {
        return liveNotReadable(response, e);
      }
    }
    return live.map(now -> targetNotLive(response, now)).orElseThrow();
  }

  private Outcome targetNotLive(CloudflareResponse response, Deployment live) {
    boolean old = live.servesSameAs(job.planned());
    String runs = old ? name() + " still runs " + live.label() : runs(live);
    return switch (response) {
      case ErrorResponse error ->
          error.failed(
              error.description()
                  + hint(error)
                  + (old ? still(live) : " " + runs + " (read just now)."),
              Optional.of(live));
      case Success _ when old ->
          new Unknown("Cloudflare accepted the rollback, but " + runs + " (read just now).");
      case Success success ->
          changed(
              "%s But %s, not %s.".formatted(success.description(), runs, job.target().label()),
              live);
      case NoResponse _, RateLimited _ ->
          new Unknown(
              "%s %s (read just now). The rollback may still take effect."
                  .formatted(response.description(), runs));
    };
  }

  private Outcome liveNotReadable(CloudflareResponse response, CloudflareReadException exception) {
    return response instanceof ErrorResponse error && !error.serverError()
        ? error.failed(error.description() + hint(error) + unreadable(), Optional.empty())
        : new Unknown(response.description() + unreadable() + " " + exception.text());
  }

  private String hint(ErrorResponse error) {
    return error.code().equals(SECRETS_CHANGED)
        ? " Secrets were changed since %s was made: the bot never forces that."
            .formatted(job.target().label())
        : "";
  }

  private String still(Deployment live) {
    return " %s still runs %s (read just now). Nothing was changed."
        .formatted(name(), live.label());
  }

  private String runs(Deployment live) {
    return name() + " runs " + CloudflareText.deploymentText(live);
  }

  private String unreadable() {
    return " What " + name() + " runs could not be read.";
  }

  private Outcome succeeded(Deployment live, boolean already) {
    Duration took = Duration.between(start, clock.instant());
    return new Outcome.Succeeded(
        new Outcome.RolledBack(live, already), took.isNegative() ? Duration.ZERO : took);
  }

  private static Outcome changed(String text, Deployment live) {
    return new Failed(FailureKind.CHANGED, "changed", text, Optional.of(live));
  }

  private String name() {
    return job.service().id();
  }
}
