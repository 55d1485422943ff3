package dev.rollbackbot.incident;

import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.RollbackResult;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.incident.verification.Watch;
import dev.rollbackbot.runbook.collection.SortedCopy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The state of an incident: one record each, holding only what that state has. */
public sealed interface State {
  /** A rollback has started. */
  sealed interface Executing extends State {
    Rollback rollback();
  }

  /** The steps are over; probes run. */
  sealed interface Measuring extends Executing {
    VerificationResults results();
  }

  sealed interface Ended extends State {
    Instant at();
  }

  /**
   * The bot proposes a rollback; nobody has declared anything.
   *
   * @param planning the plan as it would be
   * @param putOffUntil a person wants to see it again then; empty: nobody has put it off
   */
  record Proposed(Planning planning, Optional<Instant> putOffUntil) implements State {
    public Proposed with(Planning next) {
      return new Proposed(next, putOffUntil);
    }
  }

  /** Declared, without a rollback. */
  record Monitoring() implements State {}

  /** The checklist and the plan are being made. */
  record Preparing(Planning planning) implements State {}

  sealed interface Planning {}

  /** The survey has not started. */
  record Unplanned() implements Planning {}

  /** That job reads the provider. */
  record Surveying(String job) implements Planning {}

  /** There is a plan; checklist items are open. */
  record Planned(Plan plan, List<String> warnings) implements Planning {
    public Planned {
      warnings = List.copyOf(warnings);
    }
  }

  /** Planning failed; the text says why. */
  record NoPlan(String text) implements Planning {}

  /**
   * Waiting for approval.
   *
   * @param chosenBy user ids of those who chose a step's target, by step id; they can't approve
   */
  record AwaitingApproval(
      Plan plan, List<String> warnings, Map<String, String> chosenBy, Instant since)
      implements State {
    public AwaitingApproval {
      warnings = List.copyOf(warnings);
      chosenBy = SortedCopy.of(chosenBy);
    }
  }

  /** The current step is running or handed over to a person. */
  record RollingBack(Rollback rollback) implements Executing {}

  /** Before the current step. */
  record Paused(Rollback rollback) implements Executing {}

  /** Waiting for a person: the current step failed, is unknown, or was stopped before. */
  record Blocked(Rollback rollback) implements Executing {}

  record Propagating(Rollback rollback, VerificationResults results, Instant since, Instant until)
      implements Measuring {}

  record Verifying(Rollback rollback, VerificationResults results, Instant since)
      implements Measuring {}

  /**
   * Waiting for two signatures.
   *
   * @param secondSignature given, and counted once every service has been read again
   */
  record AwaitingSignOff(
      Rollback rollback,
      VerificationResults results,
      Instant verifiedAt,
      Optional<Signature> rolledBackSignature,
      Optional<SecondSignature> secondSignature)
      implements Measuring {
    public AwaitingSignOff with(VerificationResults next) {
      return new AwaitingSignOff(rollback, next, verifiedAt, rolledBackSignature, secondSignature);
    }

    /** The second signature is for what the first one is. */
    public AwaitingSignOff withFirst(Optional<Signature> signature) {
      return new AwaitingSignOff(rollback, results, verifiedAt, signature, Optional.empty());
    }

    public AwaitingSignOff withSecond(Optional<SecondSignature> signature) {
      return new AwaitingSignOff(rollback, results, verifiedAt, rolledBackSignature, signature);
    }
  }

  /** {@code content} as in {@link Signature}. */
  record SecondSignature(Instant at, String by, LocalDate postMortem, String content) {}

  /**
   * A person's signature.
   *
   * @param content fingerprint of what was signed: it counts as long as that is the same
   */
  record Signature(Instant at, String by, String content) {}

  /**
   * Resolved; the probes and what is live are watched until {@code watchUntil}.
   *
   * @param result as it was read for the second signature
   * @param results with every reading since: they decide nothing that is said of the end
   * @param signedResults as they were for the second signature; never changed
   * @param watch what was seen since
   */
  record Resolved(
      Rollback rollback,
      RollbackResult result,
      VerificationResults results,
      VerificationResults signedResults,
      Instant verifiedAt,
      Signature rolledBackSignature,
      Signature verifiedSignature,
      LocalDate postMortem,
      Instant at,
      Instant watchUntil,
      Watch watch)
      implements Measuring, Ended {
    public Resolved with(VerificationResults nextResults, Watch nextWatch) {
      return new Resolved(
          rollback,
          result,
          nextResults,
          signedResults,
          verifiedAt,
          rolledBackSignature,
          verifiedSignature,
          postMortem,
          at,
          watchUntil,
          nextWatch);
    }
  }

  /**
   * Closed.
   *
   * @param result if it was resolved before
   * @param changedSince whether it was told after RESOLVED that something had changed again
   */
  record Closed(
      CloseReason closeReason,
      String note,
      String by,
      Instant at,
      Optional<RollbackResult> result,
      boolean changedSince)
      implements Ended {}

  /** Cancelled, with the rollback as far as it was carried out. */
  record Cancelled(Optional<Rollback> unfinishedRollback, String reason, String by, Instant at)
      implements Ended {}
}
