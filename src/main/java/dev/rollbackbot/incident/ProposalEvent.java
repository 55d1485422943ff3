package dev.rollbackbot.incident;

import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Instant;
import java.util.List;

/** Of rollbacks that the bot itself proposes. */
public sealed interface ProposalEvent extends Event {
  /**
   * The bot has begun an incident.
   *
   * @param declaration what the bot puts in the place of what a person would have entered
   */
  record RollbackProposed(
      Instant at,
      IncidentId id,
      Runbook runbook,
      Declaration declaration,
      Suspicion suspicion,
      TriggerMode mode)
      implements ProposalEvent {}

  record ProposalStarted(Instant at, String by) implements ProposalEvent {}

  record ProposalWatched(Instant at, String by) implements ProposalEvent {}

  record ProposalPutOff(Instant at, String by, Instant until) implements ProposalEvent {}

  /** It was put off until then. */
  record ProposalDue(Instant at) implements ProposalEvent {}

  record ProposalRefused(Instant at, String by, String reason) implements ProposalEvent {}

  /** Another trigger fired, or there are newer readings of one that did. */
  record TriggerSeen(Instant at, Suspicion suspicion) implements ProposalEvent {}

  /** Another system no longer says that the trigger fires, or says so again. */
  record AlertSeen(Instant at, String trigger, boolean firing, boolean flaps)
      implements ProposalEvent {}

  /** The rollback begins then without anybody's approval, unless somebody stops it. */
  record AutomaticRollbackAnnounced(Instant at, String planHash, Instant begins)
      implements ProposalEvent {}

  /** People decide, because of these conditions; also after it was announced. */
  record AutomaticRollbackHeldBack(Instant at, List<String> reasons) implements ProposalEvent {
    public AutomaticRollbackHeldBack {
      reasons = List.copyOf(reasons);
    }
  }

  record AutomaticRollbackStopped(Instant at, String by) implements ProposalEvent {}

  /** Nobody has approved it. */
  record AutomaticRollbackStarted(Instant at, String planHash) implements ProposalEvent {}

  /** It had begun, and stopped before its first change: its plan needs an approval. */
  record AutomaticRollbackHalted(Instant at, String reason) implements ProposalEvent {}

  /** With the last one of them a proposal is over. */
  record TriggerOver(Instant at, String trigger) implements ProposalEvent {}
}
