package dev.rollbackbot.incident;

import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Duration;
import java.time.Instant;

/** About rollbacks that the bot itself proposes. */
public sealed interface ProposalCommand extends Command {
  /** What the bot noticed; nobody else may say so. */
  sealed interface OfTrigger extends ProposalCommand {}

  /**
   * Begins an incident that nobody declared.
   *
   * @param mode one that does something that people see
   */
  record Propose(
      Instant at,
      Actor by,
      IncidentId id,
      Runbook runbook,
      String environment,
      Suspicion suspicion,
      TriggerMode mode)
      implements OfTrigger {}

  /** A trigger has fired while something is open for its runbook and environment. */
  record TriggerFiredAgain(Instant at, Actor by, Suspicion suspicion) implements OfTrigger {}

  /** That trigger holds no longer. */
  record TriggerRecovered(Instant at, Actor by, String trigger) implements OfTrigger {}

  /**
   * Another system's alert that means that trigger has ended, which is no recovery, or fires again.
   *
   * @param flaps it has come and gone so often that from now on only a lasting end is told
   */
  record AlertChanged(Instant at, Actor by, String trigger, boolean firing, boolean flaps)
      implements OfTrigger {}

  /** Lets people decide about a rollback that was announced. Anybody may. */
  record StopAutomaticRollback(Instant at, Actor by) implements ProposalCommand {}

  /** What people make of a proposal; it counts only for what they saw. */
  sealed interface OnProposal extends ProposalCommand, InThatState {}

  /** Prepares the rollback that was proposed. */
  record StartProposed(Instant at, Actor by) implements OnProposal {}

  /** Makes it an incident that is only watched. */
  record WatchProposal(Instant at, Actor by) implements OnProposal {}

  /** Has it proposed again after that time, unless the trigger recovers before. */
  record NotNow(Instant at, Actor by, Duration pause) implements OnProposal {}

  /** It is no reason for this rollback. */
  record NotThis(Instant at, Actor by, String reason) implements OnProposal {}
}
