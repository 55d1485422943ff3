package dev.rollbackbot.gateway;

import dev.rollbackbot.gateway.ServiceApi.Rollout;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Waits until a job's own change has taken effect, where that takes a while. Reads that fail in the
 * meantime are repeated until the provider's limit for a rollout.
 */
record RolloutPolling(
    RollBack job,
    ServiceApi serviceApi,
    Duration interval,
    RateLimitBudget budget,
    InstantSource clock) {

  /** {@link Rollout.UnderWay}: it was so until the limit, or the thread was interrupted. */
  Rollout await() {
    Instant deadline = clock.instant().plus(serviceApi.rolloutLimit());
    while (true) {
      Rollout rollout = read();
      boolean last =
          !(rollout instanceof Rollout.UnderWay)
              || !clock.instant().isBefore(deadline)
              || !RateLimitBudget.pause(interval);
      if (last) {
        return rollout;
      }
    }
  }

  private Rollout read() {
    try {
      return serviceApi.rollout(job, budget);
    } catch (ProviderReadException e) {
      return new Rollout.UnderWay(e.text());
    }
  }
}
