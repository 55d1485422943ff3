package dev.rollbackbot.app;

import dev.rollbackbot.app.Readiness.ReadinessProblem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/** Says since when something is wrong; what may mend by itself counts only after a while. */
public final class ReadinessCheck implements Supplier<Readiness> {
  private final Supplier<Optional<ReadinessProblem>> check;
  private final Duration grace;
  private final InstantSource clock;
  private Optional<Instant> noticed = Optional.empty();

  public ReadinessCheck(
      Supplier<Optional<ReadinessProblem>> check, Duration grace, InstantSource clock) {
    this.check = check;
    this.grace = grace;
    this.clock = clock;
  }

  @Override
  public synchronized Readiness get() {
    Optional<ReadinessProblem> problem = check.get();
    if (problem.isEmpty()) {
      noticed = Optional.empty();
      return Readiness.WELL;
    }
    Instant now = clock.instant();
    Instant since = problem.get().since().or(() -> noticed).orElse(now);
    noticed = Optional.of(since);
    boolean ready = !problem.get().lasting() && now.isBefore(since.plus(grace));
    String counts = ready ? "; counts from " + seconds(since.plus(grace)) : "";
    return new Readiness(ready, problem.get().text() + " (since " + seconds(since) + counts + ")");
  }

  private static Instant seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }
}
