package dev.rollbackbot.alert;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one alert after all that was delivered about it.
 *
 * @param startsAt of what it said last
 * @param until how long it counts as firing; empty: until its sender says that it has ended
 * @param sentAt its sender's time of the newest message; empty: the sender has none
 * @param changedAt when its status changed, by this machine's clock
 * @param seenAt when something about it was delivered last, by this machine's clock
 */
public record AlertState(
    String fingerprint,
    AlertStatus status,
    String title,
    Instant startsAt,
    Optional<Instant> until,
    Optional<Instant> sentAt,
    Instant changedAt,
    Instant seenAt) {

  /** A state, and what led to it. */
  public record AlertStep(AlertState state, AlertChange change) {}

  /** After the first delivery about it. */
  public static AlertStep first(Alert alert, Instant now) {
    AlertState state =
        new AlertState(
            alert.fingerprint(),
            alert.status(),
            alert.title(),
            alert.startsAt(),
            until(alert),
            alert.sentAt(),
            now,
            now);
    return new AlertStep(
        state,
        switch (alert.status()) {
          case FIRING -> state.isFiring(now) ? AlertChange.FIRED : AlertChange.NOTHING;
          // It is kept, so that a late message about its beginning is known to be late.
          case RESOLVED -> AlertChange.NOTHING;
          case NO_DATA -> AlertChange.NO_DATA;
        });
  }

  /**
   * After one more delivery. The same content again after it was resolved is a new firing: senders
   * keep the old start when a single message of theirs was lost.
   */
  public AlertStep next(Alert alert, Instant now) {
    if (isOutdated(alert)) {
      return new AlertStep(this, AlertChange.OUTDATED);
    }
    return switch (alert.status()) {
      case FIRING -> {
        if (until(alert).filter(end -> !now.isBefore(end)).isPresent()) {
          // It came so late that it counts no longer.
          yield new AlertStep(this, AlertChange.OUTDATED);
        }
        yield isFiring(now)
            ? step(alert, AlertStatus.FIRING, changedAt, now, AlertChange.STILL_FIRING)
            : step(alert, AlertStatus.FIRING, now, now, AlertChange.FIRED);
      }
      case RESOLVED ->
          status == AlertStatus.FIRING
              ? step(alert, AlertStatus.RESOLVED, now, now, AlertChange.RESOLVED)
              : step(alert, AlertStatus.RESOLVED, changedAt, now, AlertChange.NOTHING);
      case NO_DATA ->
          status == AlertStatus.FIRING
              // What can't be measured any more has not recovered.
              ? step(alert, AlertStatus.FIRING, changedAt, now, AlertChange.NO_DATA)
              : step(alert, AlertStatus.NO_DATA, now, now, AlertChange.NO_DATA);
    };
  }

  /** Whether it counts as firing. */
  public boolean isFiring(Instant now) {
    return status == AlertStatus.FIRING && until.filter(end -> !now.isBefore(end)).isEmpty();
  }

  private static Optional<Instant> until(Alert alert) {
    return alert.status() == AlertStatus.FIRING ? alert.endsAt() : Optional.empty();
  }

  private AlertStep step(
      Alert alert, AlertStatus next, Instant changed, Instant now, AlertChange change) {
    AlertState state =
        new AlertState(
            fingerprint,
            next,
            alert.title(),
            alert.startsAt(),
            next == AlertStatus.FIRING && alert.status() != AlertStatus.FIRING
                ? until
                : until(alert),
            alert.sentAt().or(() -> sentAt),
            changed,
            now);
    return new AlertStep(state, change);
  }

  /** Of two messages with the sender's time the older one; else by the period they are about. */
  private boolean isOutdated(Alert alert) {
    if (alert.sentAt().isPresent() && sentAt.isPresent()) {
      return alert.sentAt().get().isBefore(sentAt.get());
    }
    return switch (alert.status()) {
      // While it fires its start may be corrected, also to an earlier time.
      case FIRING -> status == AlertStatus.RESOLVED && alert.startsAt().isBefore(startsAt);
      case RESOLVED -> alert.endsAt().orElse(alert.startsAt()).isBefore(startsAt);
      case NO_DATA -> false;
    };
  }
}
