package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.CloseReason;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.proposal.Judgement;
import dev.rollbackbot.incident.proposal.Proposal;
import java.util.Optional;

/** What people's acts say about the trigger that began an incident. */
public final class Judgements {
  private Judgements() {}

  /**
   * The judgement that an event of a person contains; empty: none.
   *
   * @param after the incident after it
   */
  public static Optional<Judgement> of(Incident after, Event event) {
    return switch (event) {
      case ProposalEvent.ProposalStarted e -> judged(after, e, true);
      case ProposalEvent.ProposalRefused e -> judged(after, e, false);
      case Event.Approved e -> judged(after, e, true);
      case Event.BreakGlassUsed e -> judged(after, e, true);
      case Event.IncidentClosed e when e.closeReason() == CloseReason.FALSE_ALARM ->
          judged(after, e, false);
      case Event _ -> Optional.empty();
    };
  }

  private static Optional<Judgement> judged(Incident after, Event event, boolean right) {
    IncidentDetails details = after.details();
    // A drill says nothing about a trigger.
    return details
        .proposal()
        .filter(_ -> !details.isDrill())
        .filter(Proposal::begunByBot)
        .map(p ->
            new Judgement(
                details.id().number(),
                details.runbook().id(),
                details.environment().id(),
                p.first().trigger(),
                right,
                event.by(),
                event.at()));
  }
}
