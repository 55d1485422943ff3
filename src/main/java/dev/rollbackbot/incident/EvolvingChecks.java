package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.Runbook;
import java.util.Optional;

/** How the events of the wait and the verification change the state. */
final class EvolvingChecks {
  private EvolvingChecks() {}

  static State next(Facts f, State.Executing state, Event.OfChecks event) {
    if (event instanceof Event.SpreadStarted e) {
      return started(f, state, e);
    }
    if (!(state instanceof State.Measuring s)) {
      throw Evolution.impossible(state, event);
    }
    Measurements m = s.measurements();
    return switch (event) {
      case Event.SpreadStarted e -> started(f, state, e);
      case Event.SpreadEnded _, Event.VerificationLost _ ->
          new State.Verifying(s.rollback(), m.recount(), event.at());
      case Event.ProbesRead e -> with(s, m.read(e.readings(), e.at()));
      case Event.ChecksRestarted _ -> with(s, m.recount());
      case Event.CheckConfirmed e ->
          with(s, m.markCheck(e.check(), new Mark.Done(e.at(), e.by(), e.evidence())));
      case Event.CheckWaived e -> with(s, waived(m, e));
      case Event.Verified e -> new State.AwaitingSignOff(s.rollback(), m, e.at(), Optional.empty());
    };
  }

  private static State started(Facts f, State.Executing state, Event.SpreadStarted e) {
    Runbook r = f.runbook();
    Measurements none =
        Measurements.fresh(r.probes(f.environment()), r.checks(), r.verification().passesInARow());
    return new State.Propagating(state.rollback(), none, e.at(), e.until());
  }

  private static Measurements waived(Measurements m, Event.CheckWaived e) {
    Mark.Skipped waiver = new Mark.Skipped(e.at(), e.by(), e.reason());
    return m.probe(e.check()).isPresent()
        ? m.waiveProbe(e.check(), waiver)
        : m.markCheck(e.check(), waiver);
  }

  private static State with(State.Measuring state, Measurements m) {
    return switch (state) {
      case State.Propagating s -> new State.Propagating(s.rollback(), m, s.since(), s.until());
      case State.Verifying s -> new State.Verifying(s.rollback(), m, s.since());
      case State.AwaitingSignOff s ->
          new State.AwaitingSignOff(s.rollback(), m, s.verifiedAt(), s.rolledBack());
      case State.Resolved s ->
          new State.Resolved(
              s.rollback(),
              m,
              s.verifiedAt(),
              s.rolledBack(),
              s.verified(),
              s.postMortem(),
              s.at(),
              s.watchUntil());
    };
  }
}
