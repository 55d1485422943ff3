package dev.rollbackbot.app.proposal;

import dev.rollbackbot.incident.IncidentId;

/** What became of a trigger that fired. */
public sealed interface ProposalOutcome {
  /** A rollback is proposed, or an incident was opened for it. */
  record Begun(IncidentId incident) implements ProposalOutcome {}

  /** Something was open already for that runbook and environment; it was told there. */
  record AddedToOpen(IncidentId incident) implements ProposalOutcome {}

  /** A drill was open there and nothing else: it was told in that, and proposes nothing. */
  record ToldInDrill(IncidentId drill) implements ProposalOutcome {}

  /** It is not proposed, and nothing was changed. */
  record NotProposed(String why) implements ProposalOutcome {}

  /** It could not be stored, or it isn't known whether it was: say it again. */
  record TryAgain(String why) implements ProposalOutcome {}
}
