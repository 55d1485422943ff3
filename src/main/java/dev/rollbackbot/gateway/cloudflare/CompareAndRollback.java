package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Deployment.TrafficShare;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compare and roll back, for one rollback: reads what is live, puts the target live once, and reads
 * again. Only what was read back is a success; only what is known not to have happened is a
 * failure.
 */
final class CompareAndRollback {
  /** How often what is live is read before a change counts as not seen. */
  private static final int LOOKS = 5;

  /** Secrets were changed since that version was made. */
  private static final String SECRETS_CHANGED = "10220";

  private final RollBack job;
  private final ServiceApi serviceApi;
  private final Duration settle;
  private final RateLimitBudget rateLimitBudget;
  private final InstantSource clock;
  private final Instant start;

  CompareAndRollback(
      RollBack job, ServiceApi serviceApi, CloudflareClient cloudflareClient, InstantSource clock) {
    this.job = job;
    this.serviceApi = serviceApi;
    this.settle = cloudflareClient.settleTime();
    this.rateLimitBudget = cloudflareClient.rateLimitBudget();
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
              "%s runs %s; the plan expected %s. The bot changed nothing."
                  .formatted(name(), CloudflareText.deploymentText(before), job.planned().label()),
              before);
        }
        response =
            serviceApi.put(job.service().resource(), job.target(), job.message(), leaseCheck);
      } catch (CloudflareReadException e) {
        return e.failed(e.text() + " Nothing was changed.");
      }
      // A rate-limited call changed nothing: after the wait, compare again, then ask again.
      boolean retry =
          response instanceof CloudflareResponse.RateLimited rateLimited
              && rateLimitBudget.await(rateLimited.retryAfter());
      if (!retry) {
        return outcome(response, before);
      }
    }
  }

  /** What became of a rollback whose answer was lost. Changes nothing. */
  Outcome reconcile() {
    try {
      Deployment live = live();
      if (live.servesOnly(job.target())) {
        return succeeded(live, false);
      }
      return live.servesSameAs(job.planned())
          ? new Outcome.Failed(
              Outcome.FailureKind.NOT_DONE,
              "not-done",
              "The rollback never took effect." + still(live),
              Optional.of(live))
          // It may have been live in between.
          : changed(
              "%s runs %s, neither %s nor %s. Whether the rollback was live in between is not known."
                  .formatted(
                      name(),
                      CloudflareText.deploymentText(live),
                      job.planned().label(),
                      job.target().label()),
              live);
    } catch (CloudflareReadException e) {
      return new Outcome.Unknown(e.text() + unreadable());
    }
  }

  private Deployment live() throws CloudflareReadException {
    List<Version> known =
        Stream.concat(
                job.planned().shares().stream().map(TrafficShare::version), Stream.of(job.target()))
            .toList();
    return serviceApi.live(job.service().resource(), known, rateLimitBudget);
  }

  private Outcome outcome(CloudflareResponse cloudflareResponse, Deployment before) {
    return switch (cloudflareResponse) {
      case CloudflareResponse.RateLimited rateLimited -> untouched(rateLimited, before);
      case CloudflareResponse.NoResponse noResponse when !noResponse.sent() ->
          untouched(noResponse, before);
      case CloudflareResponse.NoResponse _,
          CloudflareResponse.Success _,
          CloudflareResponse.ErrorResponse _ ->
          readBack(cloudflareResponse);
    };
  }

  private Outcome untouched(CloudflareResponse.FailedCall call, Deployment before) {
    return call.failed(call.description() + still(before), Optional.of(before));
  }

  private Outcome readBack(CloudflareResponse cloudflareResponse) {
    // A refusal is final: one look is enough. Anything else may take a moment to show.
    int looks = cloudflareResponse instanceof CloudflareResponse.ErrorResponse ? 1 : LOOKS;
    Optional<Deployment> live = Optional.empty();
    for (int i = 0; i < looks && (i == 0 || RateLimitBudget.pause(settle)); i++) {
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
        return unseen(cloudflareResponse, e);
      }
    }
    return live.map(now -> seen(cloudflareResponse, now)).orElseThrow();
  }

  /** The target is not live. */
  private Outcome seen(CloudflareResponse cloudflareResponse, Deployment live) {
    boolean old = live.servesSameAs(job.planned());
    return switch (cloudflareResponse) {
      case CloudflareResponse.ErrorResponse errorResponse ->
          errorResponse.failed(
              errorResponse.description()
                  + hint(errorResponse)
                  + (old
                      ? still(live)
                      : " %s runs %s (read just now)."
                          .formatted(name(), CloudflareText.deploymentText(live))),
              Optional.of(live));
      case CloudflareResponse.Success success ->
          old
              ? new Outcome.Unknown(
                  "Cloudflare accepted the rollback, but %s still runs %s (read just now)."
                      .formatted(name(), live.label()))
              : changed(
                  "%s But %s runs %s, not %s."
                      .formatted(
                          success.description(),
                          name(),
                          CloudflareText.deploymentText(live),
                          job.target().label()),
                  live);
      case CloudflareResponse.NoResponse _, CloudflareResponse.RateLimited _ ->
          new Outcome.Unknown(
              "%s %s %s %s (read just now). The rollback may still take effect."
                  .formatted(
                      cloudflareResponse.description(),
                      name(),
                      old ? "still runs" : "runs",
                      old ? live.label() : CloudflareText.deploymentText(live)));
    };
  }

  /** What is live can't be read. */
  private Outcome unseen(CloudflareResponse cloudflareResponse, CloudflareReadException exception) {
    return cloudflareResponse instanceof CloudflareResponse.ErrorResponse errorResponse
            && !errorResponse.serverError()
        ? errorResponse.failed(
            errorResponse.description() + hint(errorResponse) + unreadable(), Optional.empty())
        : new Outcome.Unknown(
            cloudflareResponse.description() + unreadable() + " " + exception.text());
  }

  private String hint(CloudflareResponse.ErrorResponse errorResponse) {
    return errorResponse.code().equals(SECRETS_CHANGED)
        ? " Secrets were changed since %s was made: the bot never forces that."
            .formatted(job.target().label())
        : "";
  }

  private String still(Deployment live) {
    return " %s still runs %s (read just now). Nothing was changed."
        .formatted(name(), live.label());
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
    return new Outcome.Failed(Outcome.FailureKind.CHANGED, "changed", text, Optional.of(live));
  }

  private String name() {
    return job.service().id();
  }
}
