package dev.rollbackbot.incident;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a conversation is. One record per situation, holding only what is true in it. */
public sealed interface State {
  /** Nothing has been declared. */
  record None() implements State {}

  /** An incident that was declared, in whatever situation. */
  sealed interface Declared extends State {
    /** What is true whatever the situation. */
    Facts facts();
  }

  /** A plan is being carried out or was: there are steps to look at. */
  sealed interface Executing extends Declared {
    /** The plan and how far it is. */
    Rollback rollback();
  }

  /** The result is being looked at: there are measurements. */
  sealed interface Measuring extends Executing {
    /** What was measured and confirmed so far. */
    Measurements measurements();
  }

  /** It is over. */
  sealed interface Ended extends Declared {
    /** When it ended. */
    Instant at();
  }

  /** Watching, not rolling back. */
  record Monitoring(Facts facts) implements Declared {}

  /** Getting ready: the checklist and the plan. */
  record Preparing(Facts facts, Planning planning) implements Declared {}

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
      Facts facts, Plan plan, List<String> warnings, Map<String, String> chosenBy, Instant since)
      implements Declared {
    public AwaitingApproval {
      warnings = List.copyOf(warnings);
      chosenBy = Map.copyOf(chosenBy);
    }
  }

  /** Rolling back; the current step runs or is a person's to do. */
  record RollingBack(Facts facts, Rollback rollback) implements Executing {}

  /** Held before the current step. */
  record Paused(Facts facts, Rollback rollback) implements Executing {}

  /**
   * A person decides: the current step failed, its outcome is unknown, or somebody asked to stop
   * before it.
   */
  record Blocked(Facts facts, Rollback rollback) implements Executing {}

  /** Waiting for it to spread. */
  record Propagating(
      Facts facts, Rollback rollback, Measurements measurements, Instant since, Instant until)
      implements Measuring {}

  /** Checking. */
  record Verifying(Facts facts, Rollback rollback, Measurements measurements, Instant since)
      implements Measuring {}

  /**
   * Two signatures, then it is over.
   *
   * @param rolledBack the first signature
   */
  record AwaitingSignOff(
      Facts facts,
      Rollback rollback,
      Measurements measurements,
      Instant verifiedAt,
      Optional<Signature> rolledBack)
      implements Measuring {}

  /** Somebody's name under it. */
  record Signature(Instant at, String by) {}

  /** Resolved; the probes go on for a while. */
  record Resolved(
      Facts facts,
      Rollback rollback,
      Measurements measurements,
      Instant verifiedAt,
      Signature rolledBack,
      Signature verified,
      LocalDate postMortem,
      Instant at,
      Instant watchUntil)
      implements Measuring, Ended {}

  /** Closed. */
  record Closed(Facts facts, Ending ending, String note, String by, Instant at) implements Ended {}

  /**
   * Given up.
   *
   * @param partial what had been done of the rollback, if one had begun
   */
  record Cancelled(Facts facts, Optional<Rollback> partial, String reason, String by, Instant at)
      implements Ended {}
}
