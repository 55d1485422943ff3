package dev.rollbackbot.incident.evolver;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.incident.verification.Watch;
import dev.rollbackbot.runbook.Runbook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How events of the propagation and the verification change the state. */
final class CheckEvolver {
  private CheckEvolver() {}

  static State next(IncidentDetails details, State.Executing state, Event.OfChecks event) {
    return event instanceof Event.PropagationStarted(Instant at, Instant until)
        ? new State.Propagating(state.rollback(), initialResults(details), at, until)
        : next(Evolver.require(State.Measuring.class, state, event), event);
  }

  private static State next(State.Measuring state, Event.OfChecks event) {
    VerificationResults results = state.results();
    return switch (event) {
      case Event.PropagationStarted _ -> throw Evolver.impossible(state, event);
      case Event.PropagationEnded _, Event.VerificationLost _ ->
          new State.Verifying(state.rollback(), results.withCountsReset(), event.at());
      // Who says that it is not well speaks against all that was found.
      case Event.VerificationReopened e ->
          new State.Verifying(
              state.rollback(),
              results.withConfirmationsReset().withoutWaivers(results.waived()),
              e.at());
      case Event.LiveVersionChanged e ->
          new State.Verifying(
              state.rollback(),
              results.withConfirmationsReset().withoutWaivers(e.waived().orElse(List.of())),
              e.at());
      case Event.ProbesRead e -> {
        VerificationResults read = results.withResults(e.results(), e.at());
        yield state instanceof State.Resolved resolved
            ? resolved.with(read, resolved.watch().withProbes(read, e.results(), e.at()))
            : with(state, read);
      }
      case Event.ChangedAfterResolved e -> {
        State.Resolved resolved = Evolver.require(State.Resolved.class, state, e);
        yield resolved.with(results, resolved.watch().withReported(e.relapses(), e.live()));
      }
      case Event.WatchInterrupted e -> {
        State.Resolved resolved = Evolver.require(State.Resolved.class, state, e);
        Watch watch =
            e.botWasAway()
                ? resolved.watch().withReadDueAt(e.at())
                : resolved.watch().withGapsReported(e.probes(), e.services());
        yield resolved.with(results, watch);
      }
      case Event.ChecksRestarted _ -> with(state, results.withMeasuringAgain());
      case Event.CheckConfirmed(Instant at, String by, String check, String evidence) ->
          with(state, results.withCheckStatus(check, new ItemStatus.Done(at, by, evidence)));
      case Event.CheckWaived(Instant at, String by, String check, String reason) -> {
        ItemStatus.Skipped waiver = new ItemStatus.Skipped(at, by, reason);
        yield with(
            state,
            results.probe(check).isPresent()
                ? results.withWaivedProbe(check, waiver)
                : results.withCheckStatus(check, waiver));
      }
      case Event.CheckCountedFailed(Instant at, String by, String check, String reason) -> {
        VerificationResults failed =
            results.withCountedFailed(check, new ItemStatus.Skipped(at, by, reason));
        yield state instanceof State.AwaitingSignOff
            ? new State.Verifying(state.rollback(), failed, at)
            : with(state, failed);
      }
      case Event.ChecksPassed e ->
          new State.AwaitingSignOff(
              state.rollback(), results, e.at(), Optional.empty(), Optional.empty());
    };
  }

  private static VerificationResults initialResults(IncidentDetails details) {
    Runbook runbook = details.runbook();
    return VerificationResults.initial(
        runbook.probes(details.environment()),
        runbook.checks(details.environment()),
        runbook.verification().passesInARow());
  }

  private static State with(State.Measuring state, VerificationResults results) {
    return switch (state) {
      case State.Propagating s ->
          new State.Propagating(s.rollback(), results, s.since(), s.until());
      case State.Verifying s -> new State.Verifying(s.rollback(), results, s.since());
      case State.AwaitingSignOff s -> s.with(results);
      case State.Resolved s -> s.with(results, s.watch());
    };
  }
}
