package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.runbook.ServiceRef;
import java.util.Optional;

/**
 * What became of one service of a rollback.
 *
 * @param target of the last plan that had one; empty: only people and jobs changed the service
 * @param reading the last one; empty: it was never read
 * @param before what was live when the incident's first plan was made; empty: that was not read
 * @param targetEarlier whether the target is known to be older than that and to have been live
 *     before it
 */
public record ServiceResult(
    ServiceRef service,
    TargetMatch match,
    Optional<Version> target,
    Optional<LiveReading> reading,
    Optional<Deployment> before,
    boolean targetEarlier) {
  /** How what is live compares with the plan. */
  public enum TargetMatch {
    /** The target is live, as read from the provider. */
    ON_TARGET,
    /** A person was to change it, and what they rolled away from is not live any more. */
    BY_HAND,
    /** A job was to change it, and what was rolled away from is not live any more. */
    BY_JOB,
    /**
     * The target of an earlier plan is live, and the last one, whose people or jobs were to change
     * it, is not seen to have changed it.
     */
    EARLIER_TARGET,
    /** Another version than the planned one is live. */
    NOT_AS_PLANNED,
    /** What is live could not be read. */
    NOT_READ
  }

  public boolean asPlanned() {
    return switch (match) {
      case ON_TARGET, BY_HAND, BY_JOB -> true;
      case EARLIER_TARGET, NOT_AS_PLANNED, NOT_READ -> false;
    };
  }

  /** Whether an earlier version is live again, as planned. */
  public boolean wentBack() {
    return match == TargetMatch.ON_TARGET && targetEarlier;
  }

  /** Whether it was taken back, by whatever plan. */
  public boolean takenBack() {
    return asPlanned() || match == TargetMatch.EARLIER_TARGET;
  }

  /** Whether it serves what it did before, as far as both were read. */
  public boolean asBefore() {
    return before.flatMap(was -> live().filter(was::servesSameAs)).isPresent();
  }

  /** Whether it is known to serve something else than before. */
  public boolean changed() {
    return before.isPresent() && live().isPresent() && !asBefore();
  }

  public Optional<Deployment> live() {
    return reading.flatMap(LiveReading::live);
  }
}
