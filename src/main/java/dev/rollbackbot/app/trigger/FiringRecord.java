package dev.rollbackbot.app.trigger;

import dev.rollbackbot.app.trigger.TriggerFirings.FiringOutcome;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A firing as it is stored, also one that was never shown.
 *
 * @param key see {@link TriggerFirings.TriggerFiring}
 * @param service id of the service that it is about
 * @param mode of the trigger at that time
 * @param firedAt when it fired
 * @param onset when the fault began as far as it is known
 * @param readings newest first
 * @param alertedBy id of the system whose alert told it; empty: the bot measured it itself
 * @param outcome empty: what is to be done is not done yet
 * @param suspect the change that may have caused it; empty: none was found
 * @param recoveredAt empty: it has not been measured or told to have recovered
 * @param judgement empty: nobody has judged it
 */
public record FiringRecord(
    String key,
    TriggerKey trigger,
    String service,
    TriggerMode mode,
    Instant firedAt,
    Optional<Instant> onset,
    List<String> readings,
    Optional<String> alertedBy,
    Optional<FiringOutcome> outcome,
    Optional<SuspectRecord> suspect,
    Optional<Instant> recoveredAt,
    Optional<FiringJudgement> judgement) {
  public FiringRecord {
    readings = List.copyOf(readings);
  }

  /**
   * What is kept of the change: nobody's name.
   *
   * @param service its id
   * @param version as people call it
   * @param at when it went live
   */
  public record SuspectRecord(String service, String version, Instant at) {}

  /** What people made of it. */
  public enum FiringJudgement {
    /** A rollback was called for. */
    RIGHT,
    WRONG
  }
}
