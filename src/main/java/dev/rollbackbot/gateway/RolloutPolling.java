package dev.rollbackbot.gateway;

import dev.rollbackbot.app.CommandGateway.WaitListener;
import dev.rollbackbot.app.CommandGateway.WaitsForPerson;
import dev.rollbackbot.gateway.ServiceApi.Rollout;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Waits until a job's own change has taken effect, where that takes a while. Time in which it waits
 * for a person has a limit of its own; time in which it can't be read counts as any other.
 */
final class RolloutPolling {
  private final RollBack job;
  private final ServiceApi serviceApi;
  private final Duration interval;
  private final RateLimitBudget budget;
  private final InstantSource clock;
  private final WaitListener listener;
  private final RolloutClock limits;

  /** What it waited for when it was read last; empty: for nobody. */
  private Optional<SeenWait> seen = Optional.empty();

  private record SeenWait(Instant at, WaitsForPerson waits) {
    private String text() {
      return waits.text() + waits.link().map(link -> " " + link).orElse("");
    }
  }

  RolloutPolling(
      RollBack job,
      ServiceApi serviceApi,
      Duration interval,
      RateLimitBudget budget,
      InstantSource clock,
      WaitListener listener) {
    this.job = job;
    this.serviceApi = serviceApi;
    this.interval = interval;
    this.budget = budget;
    this.clock = clock;
    this.listener = listener;
    this.limits =
        new RolloutClock(clock.instant(), serviceApi.rolloutLimit(), serviceApi.waitLimit());
  }

  /** What a rollout came to. */
  sealed interface RolloutEnd {
    /** What is live tells the outcome. */
    record Settled() implements RolloutEnd {}

    /** As {@link Rollout.Stuck}. */
    record StuckThere(String code, String text) implements RolloutEnd {}

    /** A limit is over, or the thread was interrupted. */
    record NotEnded(String text) implements RolloutEnd {}
  }

  RolloutEnd await() {
    while (true) {
      Rollout rollout = read();
      Instant now = clock.instant();
      switch (rollout) {
        case Rollout.None _ -> {
          return new RolloutEnd.Settled();
        }
        case Rollout.Stuck(String code, String text) -> {
          return new RolloutEnd.StuckThere(code, text);
        }
        case Rollout.WaitsThere(WaitsForPerson read) -> {
          WaitsForPerson waits = ProviderJobs.masked(read);
          seen = Optional.of(new SeenWait(now, waits));
          listener.waits(Optional.of(waits));
          limits.waits(now);
        }
        case Rollout.UnderWay _ -> {
          seen = Optional.empty();
          listener.waits(Optional.empty());
          limits.runs(now);
        }
        case Rollout.Unread _ -> limits.runs(now);
      }
      if (limits.over() || !RateLimitBudget.pause(interval)) {
        return new RolloutEnd.NotEnded(notEnded(rollout));
      }
    }
  }

  private Rollout read() {
    try {
      return serviceApi.rollout(job, budget);
    } catch (ProviderReadException e) {
      return new Rollout.Unread(e.text());
    }
  }

  private String notEnded(Rollout last) {
    String provider = serviceApi.provider();
    return switch (last) {
      case Rollout.WaitsThere _ ->
          "%s has not carried out the rollback: for %d minutes it waited for a person. %s"
              .formatted(
                  provider, limits.waited().toMinutes(), seen.map(SeenWait::text).orElse(""));
      case Rollout.Unread(String text) ->
          "Whether %s has carried out the rollback can't be told. %s%s"
              .formatted(
                  provider,
                  text,
                  seen.map(s ->
                          " When it was last read, at %s, it waited for a person. %s"
                              .formatted(ProviderText.when(s.at()), s.text()))
                      .orElse(""));
      case Rollout.UnderWay(String text) ->
          "%s carries out the rollback, and has not ended: %s".formatted(provider, text);
      case Rollout.None _, Rollout.Stuck _ ->
          throw new IllegalArgumentException("it has ended: " + last);
    };
  }

  /** Counts the time in which a person was waited for, and all other time. */
  private static final class RolloutClock {
    private final Duration limit;
    private final Duration waitLimit;
    private Duration run = Duration.ZERO;
    private Duration waited = Duration.ZERO;
    private Instant counted;
    private boolean waits;

    RolloutClock(Instant start, Duration limit, Duration waitLimit) {
      this.counted = start;
      this.limit = limit;
      this.waitLimit = waitLimit;
    }

    /** Only what lies between two readings in a row that say so was a wait for sure. */
    void waits(Instant now) {
      if (waits) {
        waited = waited.plus(Duration.between(counted, now));
      } else {
        run = run.plus(Duration.between(counted, now));
      }
      counted = now;
      waits = true;
    }

    void runs(Instant now) {
      run = run.plus(Duration.between(counted, now));
      counted = now;
      waits = false;
    }

    Duration waited() {
      return waited;
    }

    boolean over() {
      return waits
          ? waited.compareTo(waitLimit) >= 0 || run.compareTo(limit) > 0
          : run.compareTo(limit) >= 0;
    }
  }
}
