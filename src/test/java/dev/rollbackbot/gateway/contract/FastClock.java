package dev.rollbackbot.gateway.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** Faster than the wall's, and far faster while the bot only goes on trying for a long time. */
public final class FastClock implements InstantSource {
  private static final int FASTEST = 3_000;

  private final int fast;
  private final BooleanSupplier tries;
  private Instant last = Instant.now();
  private Instant shown = last;

  /**
   * A clock that shows the time of its making.
   *
   * @param fast how many times as fast as the wall's
   * @param tries whether it is far faster now
   */
  public FastClock(int fast, BooleanSupplier tries) {
    this.fast = fast;
    this.tries = tries;
  }

  @Override
  public synchronized Instant instant() {
    Instant now = Instant.now();
    int speed = tries.getAsBoolean() ? FASTEST : fast;
    shown = shown.plus(Duration.between(last, now).multipliedBy(speed));
    last = now;
    return shown;
  }
}
