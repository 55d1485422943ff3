package dev.rollbackbot.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** A health check whose last result is reused while it is fresh, so that it costs few calls. */
public final class CachedCheck<T> implements Supplier<T> {
  private final Supplier<T> check;
  private final Duration fresh;
  private final InstantSource clock;
  private Optional<Result<T>> last = Optional.empty();

  private record Result<T>(Instant at, T value) {}

  /** {@code fresh}: how long a result is reused. */
  public CachedCheck(Supplier<T> check, Duration fresh, InstantSource clock) {
    this.check = check;
    this.fresh = fresh;
    this.clock = clock;
  }

  @Override
  public synchronized T get() {
    Instant now = clock.instant();
    Result<T> result =
        last.filter(r -> now.isBefore(r.at().plus(fresh)))
            .orElseGet(() -> new Result<>(now, check.get()));
    last = Optional.of(result);
    return result.value();
  }
}
