package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.Involvement;
import dev.rollbackbot.incident.ProposalEvent;
import java.util.Optional;

/**
 * The one place that decides who is involved, over all plans and methods of an incident. A second
 * person is someone who has no part in what they consent to.
 */
public final class Involvements {
  private Involvements() {}

  /** How that person is involved; empty: they may approve and verify. */
  public static Optional<Involvement> of(IncidentDetails details, String person) {
    return Optional.ofNullable(details.involved().get(person));
  }

  /** The involvement that an event causes for the person who caused it; empty: none. */
  public static Optional<Involvement> of(Event event) {
    return switch (event) {
      case Event.IncidentDeclared _,
          Event.RollbackChosen _,
          Event.IncidentReopened _,
          Event.MethodChanged _,
          Event.MethodStarted _,
          ProposalEvent.ProposalStarted _,
          ProposalEvent.ProposalWatched _ ->
          Optional.of(Involvement.REQUESTED);
      case Event.TargetChanged _, Event.InputsChosen _, Event.StepLeftOut _ ->
          Optional.of(Involvement.CHANGED_PLAN);
      case Event.DeclarationChanged e ->
          e.before().beganAt().equals(e.after().beganAt())
              ? Optional.empty()
              : Optional.of(Involvement.CORRECTED_BEGIN);
      case Event.BreakGlassUsed _ -> Optional.of(Involvement.BROKE_GLASS);
      case Event.StepDoneByHand _ -> Optional.of(Involvement.DID_STEP);
      case Event.RestorePrepared _ -> Optional.of(Involvement.ASKED_FOR_RESTORE);
      case Event.StepSkipped _ -> Optional.of(Involvement.SKIPPED_STEP);
      case Event.StepStarted e -> e.retriedBy().map(_ -> Involvement.RETRIED_STEP);
      case Event.DatabaseReadStarted e -> e.retriedBy().map(_ -> Involvement.RETRIED_STEP);
      case Event.StepHandedOver e -> e.retriedBy().map(_ -> Involvement.RETRIED_STEP);
      case Event.LockTakenOver _ -> Optional.of(Involvement.TOOK_LOCK);
      case Event.JobStopRequested _ -> Optional.of(Involvement.STOPPED_JOB);
      case Event.OfLifecycle _,
          Event.OfChat _,
          Event.OfChecklist _,
          Event.OfPlan _,
          Event.OfApproval _,
          Event.OfSteps _,
          Event.OfLive _,
          Event.OfChecks _,
          Event.OfDrill _,
          Event.OfSignOff _,
          ProposalEvent _ ->
          Optional.empty();
    };
  }
}
