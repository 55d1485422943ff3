package dev.rollbackbot.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** A health check whose result is kept for a while, so that probing the bot costs no call each. */
public final class CachedCheck implements Supplier<Optional<String>> {
  private final Supplier<Optional<String>> check;
  private final Duration kept;
  private final InstantSource clock;
  private Optional<Result> last = Optional.empty();

  private record Result(Instant at, Optional<String> problem) {}

  /**
   * Checks nothing yet.
   *
   * @param check gives what is wrong; empty: all is well
   */
  public CachedCheck(Supplier<Optional<String>> check, Duration kept, InstantSource clock) {
    this.check = check;
    this.kept = kept;
    this.clock = clock;
  }

  @Override
  public synchronized Optional<String> get() {
    Instant now = clock.instant();
    Result result =
        last.filter(r -> now.isBefore(r.at().plus(kept)))
            .orElseGet(() -> new Result(now, check.get()));
    last = Optional.of(result);
    return result.problem();
  }
}
