package dev.rollbackbot.sandbox.cloudflare.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;

/** Thread-safe. */
public final class Faults {
  private final InstantSource clock;
  private final Duration throttle;
  private final Set<Fault> on = EnumSet.noneOf(Fault.class);
  private Instant throttledUntil = Instant.MIN;

  public Faults(InstantSource clock, Duration throttle) {
    this.clock = clock;
    this.throttle = throttle;
  }

  public synchronized void set(Fault fault, boolean isOn) {
    if (fault == Fault.SLACK_429) {
      throttledUntil = isOn ? clock.instant().plus(throttle) : Instant.MIN;
    } else if (isOn) {
      on.add(fault);
    } else {
      on.remove(fault);
    }
  }

  public synchronized boolean isOn(Fault fault) {
    return fault == Fault.SLACK_429 ? clock.instant().isBefore(throttledUntil) : on.contains(fault);
  }

  /** Switches a fault off; returns whether it was on. */
  public synchronized boolean useUp(Fault fault) {
    return on.remove(fault);
  }

  public synchronized void clear() {
    on.clear();
    throttledUntil = Instant.MIN;
  }
}
