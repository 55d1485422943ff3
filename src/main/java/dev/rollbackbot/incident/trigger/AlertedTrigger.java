package dev.rollbackbot.incident.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the alerts that mean one trigger have come to, all of them together: a thousand of them make
 * it fire once.
 *
 * <p>That none of them fires any more is no recovery. When they fire again soon after, it is the
 * same firing still, so that one that comes and goes proposes nothing a second time.
 *
 * @param begunAt when this firing began; empty: there was none
 * @param beginTold whether that was told
 * @param firing whether any of its alerts fires
 * @param changedAt when that changed last, or when another alert has begun since
 * @param firingTold what was told of that last
 * @param ends how often the alerts of this firing have ended
 * @param recoveredAt when it was measured to be over; empty: it was not
 */
public record AlertedTrigger(
    Optional<Instant> begunAt,
    boolean beginTold,
    boolean firing,
    Instant changedAt,
    boolean firingTold,
    int ends,
    Optional<Instant> recoveredAt) {
  /** Alerts that fire again within that time belong to the same firing. */
  public static final Duration SETTLED = Duration.ofMinutes(10);

  /** After so many ends only one that lasts is told. */
  private static final int MOST_ENDS_TOLD = 3;

  /** No alert has ever fired. */
  public static final AlertedTrigger NONE =
      new AlertedTrigger(Optional.empty(), false, false, Instant.EPOCH, false, 0, Optional.empty());

  /**
   * With what is known now.
   *
   * @param firesNow whether any of its alerts fires
   * @param firedAt when one of them began to fire last, which may have ended since
   */
  public AlertedTrigger seen(boolean firesNow, Instant firedAt, Instant now) {
    boolean firedSince = firedAt.isAfter(changedAt);
    AlertedTrigger after = this;
    if (!firing && (firesNow || firedSince)) {
      after = fires(firedSince ? firedAt : now);
    } else if (firing && firedSince) {
      after = joined(firedAt);
    }
    if (after.firing && !firesNow) {
      return after.ended(now);
    }
    return after.firing && after.recoveredAt.isPresent() && hasLasted(after.changedAt, now)
        ? begins(now)
        : after;
  }

  private AlertedTrigger fires(Instant at) {
    // One that is still to be told is not replaced by a newer one: nobody would hear of it.
    return begunAt.isEmpty() || (beginTold && hasLasted(changedAt, at))
        ? begins(at)
        : new AlertedTrigger(begunAt, beginTold, true, at, firingTold, ends, recoveredAt);
  }

  /**
   * Another alert has begun while one fires. Alerts that begin one soon after the other are one
   * firing; one that never ends must not hide those that begin long after it.
   */
  private AlertedTrigger joined(Instant at) {
    if (beginTold && hasLasted(changedAt, at)) {
      return begins(at);
    }
    return recoveredAt.isPresent()
        ? this
        : new AlertedTrigger(begunAt, beginTold, true, at, firingTold, ends, recoveredAt);
  }

  private static AlertedTrigger begins(Instant at) {
    return new AlertedTrigger(Optional.of(at), false, true, at, false, 0, Optional.empty());
  }

  private AlertedTrigger ended(Instant at) {
    return new AlertedTrigger(begunAt, beginTold, false, at, firingTold, ends + 1, recoveredAt);
  }

  private static boolean hasLasted(Instant since, Instant now) {
    return !now.isBefore(since.plus(SETTLED));
  }

  /** Whether this firing has not been measured to be over. */
  public boolean isOpen() {
    return begunAt.isPresent() && recoveredAt.isEmpty();
  }

  /** Whether it is still to be told that it fired. */
  public boolean beginIsNews() {
    return begunAt.isPresent() && !beginTold;
  }

  /** Whether it is to be told that its alerts have ended, or fire again. */
  public boolean changeIsNews(Instant now) {
    return beginTold
        && firing != firingTold
        && (firing || ends <= MOST_ENDS_TOLD || hasLasted(changedAt, now));
  }

  /** Whether it has come and gone so often that from now on only a lasting end is told. */
  public boolean flaps() {
    return ends >= MOST_ENDS_TOLD;
  }

  public AlertedTrigger withBeginTold() {
    return new AlertedTrigger(begunAt, true, firing, changedAt, true, ends, recoveredAt);
  }

  public AlertedTrigger withChangeTold() {
    return new AlertedTrigger(begunAt, beginTold, firing, changedAt, firing, ends, recoveredAt);
  }

  public AlertedTrigger withRecovery(Instant at) {
    return new AlertedTrigger(
        begunAt, beginTold, firing, changedAt, firingTold, ends, Optional.of(at));
  }
}
