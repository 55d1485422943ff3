package dev.rollbackbot.incident;

import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.verification.VerificationResults;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a conversation is. One record per situation, holding only what is true in it. */
public sealed interface State {
  /** A plan is being carried out or was: there are steps to look at. */
  sealed interface Executing extends State {
    /** The plan and how far it is. */
    Rollback rollback();
  }

  /** The result is being looked at: there are measurements. */
  sealed interface Measuring extends Executing {
    /** What was measured and confirmed so far. */
    VerificationResults results();
  }

  /** It is over. */
  sealed interface Ended extends State {
    /** When it ended. */
    Instant at();
  }

  /** Watching, not rolling back. */
  record Monitoring() implements State {}

  /** Getting ready: the checklist and the plan. */
  record Preparing(Planning planning) implements State {}

  /** How far the plan is while getting ready. */
  sealed interface Planning {}

  /** The provider is to be read. */
  record Unplanned() implements Planning {}

  /** The provider is being read by that job. */
  record Surveying(String job) implements Planning {}

  /** The plan stands; other items are still open. */
  record Planned(Plan plan, List<String> warnings) implements Planning {
    public Planned {
      warnings = List.copyOf(warnings);
    }
  }

  /** There is no plan, and why. */
  record NoPlan(String text) implements Planning {}

  /**
   * Waiting for approval.
   *
   * @param chosenBy who chose the target of a step by hand, by the step's id: they and the
   *     requester can't approve it
   */
  record AwaitingApproval(
      Plan plan, List<String> warnings, Map<String, String> chosenBy, Instant since)
      implements State {
    public AwaitingApproval {
      warnings = List.copyOf(warnings);
      chosenBy = Map.copyOf(chosenBy);
    }
  }

  /** Rolling back; the current step runs or is a person's to do. */
  record RollingBack(Rollback rollback) implements Executing {}

  /** Held before the current step. */
  record Paused(Rollback rollback) implements Executing {}

  /**
   * A person decides: the current step failed, its outcome is unknown, or somebody asked to stop
   * before it.
   */
  record Blocked(Rollback rollback) implements Executing {}

  /** Waiting for it to spread. */
  record Propagating(Rollback rollback, VerificationResults results, Instant since, Instant until)
      implements Measuring {}

  /** Checking. */
  record Verifying(Rollback rollback, VerificationResults results, Instant since)
      implements Measuring {}

  /**
   * Two signatures, then it is over.
   *
   * @param rolledBackSignature the first signature
   */
  record AwaitingSignOff(
      Rollback rollback,
      VerificationResults results,
      Instant verifiedAt,
      Optional<Signature> rolledBackSignature)
      implements Measuring {}

  /** Somebody's name under it. */
  record Signature(Instant at, String by) {}

  /** Resolved; the probes go on for a while. */
  record Resolved(
      Rollback rollback,
      VerificationResults results,
      Instant verifiedAt,
      Signature rolledBackSignature,
      Signature verifiedSignature,
      LocalDate postMortem,
      Instant at,
      Instant watchUntil)
      implements Measuring, Ended {}

  /** Closed. */
  record Closed(CloseReason closeReason, String note, String by, Instant at) implements Ended {}

  /**
   * Given up.
   *
   * @param unfinishedRollback what had been done of the rollback, if one had begun
   */
  record Cancelled(Optional<Rollback> unfinishedRollback, String reason, String by, Instant at)
      implements Ended {}
}
