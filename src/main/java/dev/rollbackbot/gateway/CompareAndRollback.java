package dev.rollbackbot.gateway;

import dev.rollbackbot.app.CommandGateway.WaitListener;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.CallResult.ErrorResponse;
import dev.rollbackbot.gateway.CallResult.NotCarriedOut;
import dev.rollbackbot.gateway.CallResult.NotSent;
import dev.rollbackbot.gateway.CallResult.RateLimited;
import dev.rollbackbot.gateway.CallResult.Success;
import dev.rollbackbot.gateway.CallResult.UnknownResult;
import dev.rollbackbot.gateway.RolloutPolling.RolloutEnd;
import dev.rollbackbot.gateway.ServiceApi.Rollout;
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
 * back; a failure is known not to have happened; everything else is unknown. "Nothing was changed"
 * is said only of a refused request after which what ran before was read again.
 */
final class CompareAndRollback {
  /** Reads before an accepted change counts as not visible. */
  private static final int MAX_READS = 5;

  /** Of this attempt only: an earlier one, or another instance, may have asked for the change. */
  private static final String NOT_ASKED = " This attempt asked for no change.";

  private final RollBack job;
  private final ServiceApi serviceApi;
  private final Duration settle;
  private final RateLimitBudget budget;
  private final InstantSource clock;
  private final WaitListener waits;
  private final Instant start;

  CompareAndRollback(
      RollBack job,
      ServiceApi serviceApi,
      Duration settle,
      RateLimitBudget budget,
      InstantSource clock,
      WaitListener waits) {
    this.job = job;
    this.serviceApi = serviceApi;
    this.settle = settle;
    this.budget = budget;
    this.clock = clock;
    this.waits = waits;
    this.start = clock.instant();
  }

  Outcome rollBack(LeaseCheck leaseCheck) {
    String asked = NOT_ASKED;
    boolean force = false;
    while (true) {
      Deployment before;
      CallResult response;
      try {
        before = live();
        if (before.servesOnly(job.target())) {
          return succeeded(new Outcome.RolledBack(before, true));
        }
        if (!before.servesSameAs(job.planned())) {
          return changed(
              "%s; the plan expected %s.%s".formatted(runs(before), job.planned().label(), asked),
              before);
        }
        response = serviceApi.put(job, force, leaseCheck);
      } catch (ProviderReadException e) {
        return e.failed(e.text() + asked);
      }
      // Compared again before it is forced: the refusal changed nothing, others may have.
      if (!force && isConsentedTo(response)) {
        force = true;
        asked = refusedBefore("changed secrets");
        continue;
      }
      // A rate-limited call was not carried out: compare again after the wait, then retry.
      boolean retry =
          response instanceof RateLimited rateLimited && budget.await(rateLimited.retryAfter());
      if (!retry) {
        return outcome(response, before, asked);
      }
      asked = refusedBefore("its rate limit");
      // After a wait another secret may have changed, which nobody consented to.
      force = false;
    }
  }

  private String refusedBefore(String why) {
    return " %s refused the change before, because of %s.".formatted(serviceApi.provider(), why);
  }

  /** Refused because of secrets whose changes the plan's approver consented to, and of no other. */
  private boolean isConsentedTo(CallResult response) {
    Optional<List<String>> changed =
        response instanceof ErrorResponse refusal ? refusal.changedSecrets() : Optional.empty();
    return changed.filter(c -> !c.isEmpty()).isPresent()
        && job.changedSecrets().filter(s -> s.containsAll(changed.get())).isPresent();
  }

  /**
   * Finds out what became of a rollback whose result is unknown. Changes nothing. That it is not in
   * effect now doesn't say that it never was, nor that it never will be.
   */
  Outcome reconcile() {
    try {
      Optional<Outcome> unsettled = awaitRollout();
      if (unsettled.isPresent()) {
        return unsettled.get();
      }
      Deployment live = live();
      if (live.servesOnly(job.target())) {
        // Nobody saw how long it took: this is about finding out.
        return succeeded(new Outcome.RolledBack(live, false, false));
      }
      Optional<Deployment> made;
      try {
        made = serviceApi.madeBy(job, budget);
      } catch (ProviderReadException e) {
        return new Unknown("%s %s (read just now).".formatted(e.text(), runs(live)));
      }
      if (made.isPresent()) {
        return partlyDone(
            "The rollback was made (%s), but %s.".formatted(since(made.get()), runs(live)), live);
      }
      return live.servesSameAs(job.planned())
          ? new Failed(
              FailureKind.NOT_DONE,
              "not-done",
              "The rollback is not in effect: %s runs %s (read just now)."
                  .formatted(name(), live.label()),
              Optional.of(live))
          : changed(
              "%s, neither %s nor %s. Whether the rollback was live in between is not known."
                  .formatted(runs(live), job.planned().label(), job.target().label()),
              live);
    } catch (ProviderReadException e) {
      return new Unknown(e.text() + unreadable());
    }
  }

  private static String since(Deployment made) {
    return "it was live from " + made.at().map(ProviderText::when).orElse("some time") + " on";
  }

  private Deployment live() throws ProviderReadException {
    List<Version> known =
        Stream.concat(
                job.planned().shares().stream().map(TrafficShare::version), Stream.of(job.target()))
            .toList();
    return serviceApi.live(job.service().resource(), known, budget);
  }

  private Outcome outcome(CallResult response, Deployment before, String asked) {
    return switch (response) {
      case NotSent notSent ->
          notSent.failed(
              "%s %s ran %s just before.%s"
                  .formatted(notSent.description(), name(), before.label(), asked),
              Optional.of(before));
      case Success _, UnknownResult _ ->
          awaitRollout().orElseGet(() -> readBack(response, MAX_READS));
      // It is final, so it need not become visible.
      case ErrorResponse _, RateLimited _ ->
          (begun(response) ? awaitRollout() : Optional.<Outcome>empty())
              .orElseGet(() -> readBack(response, 1));
    };
  }

  /**
   * Sent twice on its way, the second request is refused while the first is carried out. What can't
   * be read may have begun, unless the provider answers nothing at all because of its rate limit.
   */
  private boolean begun(CallResult refusal) {
    try {
      return !(serviceApi.rollout(job, budget) instanceof Rollout.None);
    } catch (ProviderReadException e) {
      return !(refusal instanceof RateLimited);
    }
  }

  /** Empty: the job's change is not under way, and what is live tells the outcome. */
  private Optional<Outcome> awaitRollout() {
    return switch (new RolloutPolling(job, serviceApi, settle, budget, clock, waits).await()) {
      case RolloutEnd.Settled _ -> Optional.empty();
      case RolloutEnd.StuckThere(String code, String text) -> Optional.of(stuck(code, text));
      case RolloutEnd.NotEnded(String text) -> Optional.of(new Unknown(text));
    };
  }

  /**
   * A part may have changed, so that neither the target nor what ran before is live for certain.
   */
  private Outcome stuck(String code, String text) {
    Optional<Deployment> live;
    try {
      live = Optional.of(live());
    } catch (ProviderReadException e) {
      live = Optional.empty();
    }
    return new Failed(
        FailureKind.PARTLY_DONE,
        code,
        text + live.map(now -> " " + runs(now) + ".").orElse(""),
        live);
  }

  private Outcome readBack(CallResult response, int reads) {
    Optional<Deployment> live = Optional.empty();
    for (int i = 0; i < reads && (i == 0 || RateLimitBudget.pause(settle)); i++) {
      try {
        Deployment now = live();
        if (now.servesOnly(job.target())) {
          return succeeded(new Outcome.RolledBack(now, false));
        }
        live = Optional.of(now);
        if (!now.servesSameAs(job.planned())) {
          break;
        }
      } catch (ProviderReadException e) {
        return liveNotReadable(response, e);
      }
    }
    return live.map(now -> targetNotLive(response, now)).orElseThrow();
  }

  /** The target is not live, according to a read after the request. */
  private Outcome targetNotLive(CallResult response, Deployment live) {
    boolean old = live.servesSameAs(job.planned());
    String runs = (old ? name() + " still runs " + live.label() : runs(live)) + " (read just now)";
    return switch (response) {
      case NotCarriedOut refusal ->
          refusal.failed(
              "%s%s %s.%s"
                  .formatted(
                      refusal.description(),
                      hint(refusal),
                      runs,
                      old ? " Nothing was changed." : ""),
              Optional.of(live));
      case Success _ when old ->
          new Unknown(
              "%s accepted the rollback, but %s. It may still take effect."
                  .formatted(serviceApi.provider(), runs));
      case Success _ ->
          partlyDone(
              "%s accepted the rollback, but %s, not %s."
                  .formatted(serviceApi.provider(), runs, job.target().label()),
              live);
      case UnknownResult unknown ->
          new Unknown(
              "%s %s. The rollback may still take effect.".formatted(unknown.description(), runs));
    };
  }

  private Outcome liveNotReadable(CallResult response, ProviderReadException exception) {
    return switch (response) {
      case NotCarriedOut refusal ->
          refusal.failed(
              refusal.description() + hint(refusal) + unreadable() + " " + exception.text(),
              Optional.empty());
      case Success _, UnknownResult _ ->
          new Unknown(response.description() + unreadable() + " " + exception.text());
    };
  }

  private String hint(NotCarriedOut refusal) {
    if (!(refusal instanceof ErrorResponse error) || error.changedSecrets().isEmpty()) {
      return "";
    }
    String target = job.target().label();
    List<String> changed = error.changedSecrets().get();
    return changed.isEmpty()
        ? " Which secrets changed since %s was made is not known, so it can't be forced."
            .formatted(target)
        : " Changed since %s was made: %s. A new plan asks its approver whether to roll back all the same."
            .formatted(target, String.join(", ", changed));
  }

  private String runs(Deployment live) {
    return name() + " runs " + ProviderText.deploymentText(live);
  }

  private String unreadable() {
    return " What " + name() + " runs could not be read.";
  }

  private Outcome succeeded(Outcome.RolledBack rolledBack) {
    Duration took = Duration.between(start, clock.instant());
    return new Outcome.Succeeded(rolledBack, took.isNegative() ? Duration.ZERO : took);
  }

  private static Outcome changed(String text, Deployment live) {
    return new Failed(FailureKind.CHANGED, "changed", text, Optional.of(live));
  }

  /** What was asked for was carried out, and is not live alone by now. */
  private static Outcome partlyDone(String text, Deployment live) {
    return new Failed(FailureKind.PARTLY_DONE, "changed", text, Optional.of(live));
  }

  private String name() {
    return job.service().id();
  }
}
