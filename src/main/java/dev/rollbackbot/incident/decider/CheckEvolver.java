package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.runbook.Runbook;
import java.util.Optional;

/** How the events of the wait and the verification change the state. */
final class CheckEvolver {
  private CheckEvolver() {}

  static State next(IncidentDetails details, State.Executing state, Event.OfChecks event) {
    if (event instanceof Event.PropagationStarted e) {
      return started(details, state, e);
    }
    if (!(state instanceof State.Measuring s)) {
      throw Evolver.impossible(state, event);
    }
    VerificationResults results = s.results();
    return switch (event) {
      case Event.PropagationStarted e -> started(details, state, e);
      case Event.PropagationEnded _, Event.VerificationLost _ ->
          new State.Verifying(s.rollback(), results.withCountsReset(), event.at());
      case Event.ProbesRead e -> with(s, results.withResults(e.readings(), e.at()));
      case Event.ChecksRestarted _ -> with(s, results.withCountsReset());
      case Event.CheckConfirmed e ->
          with(
              s,
              results.withCheckStatus(
                  e.check(), new ItemStatus.Done(e.at(), e.by(), e.evidence())));
      case Event.CheckWaived e -> with(s, waived(results, e));
      case Event.ChecksPassed e ->
          new State.AwaitingSignOff(s.rollback(), results, e.at(), Optional.empty());
    };
  }

  private static State started(
      IncidentDetails details, State.Executing state, Event.PropagationStarted propagationStarted) {
    Runbook runbook = details.runbook();
    VerificationResults none =
        VerificationResults.initial(
            runbook.probes(details.environment()),
            runbook.checks(),
            runbook.verification().passesInARow());
    return new State.Propagating(
        state.rollback(), none, propagationStarted.at(), propagationStarted.until());
  }

  private static VerificationResults waived(
      VerificationResults results, Event.CheckWaived checkWaived) {
    ItemStatus.Skipped waiver =
        new ItemStatus.Skipped(checkWaived.at(), checkWaived.by(), checkWaived.reason());
    return results.probe(checkWaived.check()).isPresent()
        ? results.withWaivedProbe(checkWaived.check(), waiver)
        : results.withCheckStatus(checkWaived.check(), waiver);
  }

  private static State with(State.Measuring state, VerificationResults results) {
    return switch (state) {
      case State.Propagating s ->
          new State.Propagating(s.rollback(), results, s.since(), s.until());
      case State.Verifying s -> new State.Verifying(s.rollback(), results, s.since());
      case State.AwaitingSignOff s ->
          new State.AwaitingSignOff(s.rollback(), results, s.verifiedAt(), s.rolledBackSignature());
      case State.Resolved s ->
          new State.Resolved(
              s.rollback(),
              results,
              s.verifiedAt(),
              s.rolledBackSignature(),
              s.verifiedSignature(),
              s.postMortem(),
              s.at(),
              s.watchUntil());
    };
  }
}
