package dev.rollbackbot.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** A health check whose last result is reused while it is fresh, so that it costs few calls. */
public final class CachedCheck implements Supplier<Optional<String>> {
  private final Supplier<Optional<String>> check;
  private final Duration fresh;
  private final InstantSource clock;
  private Optional<Result> last = Optional.empty();

  private record Result(Instant at, Optional<String> problem) {}

  /** The check returns a problem in one sentence, if any; {@code fresh}: how long it is reused. */
  public CachedCheck(Supplier<Optional<String>> check, Duration fresh, InstantSource clock) {
    this.check = check;
    this.fresh = fresh;
    this.clock = clock;
  }

  @Override
  public synchronized Optional<String> get() {
    Instant now = clock.instant();
    Result result =
        last.filter(r -> now.isBefore(r.at().plus(fresh)))
            .orElseGet(() -> new Result(now, check.get()));
    last = Optional.of(result);
    return result.problem();
  }
}
