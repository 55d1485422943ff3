package dev.rollbackbot.incident;

/** The same situation with one part of it changed. */
final class Situations {
  private Situations() {}

  static State with(State.Declared state, Facts f) {
    return switch (state) {
      case State.Monitoring _ -> new State.Monitoring(f);
      case State.Preparing s -> new State.Preparing(f, s.planning());
      case State.AwaitingApproval s ->
          new State.AwaitingApproval(f, s.plan(), s.warnings(), s.chosenBy(), s.since());
      case State.RollingBack s -> new State.RollingBack(f, s.rollback());
      case State.Paused s -> new State.Paused(f, s.rollback());
      case State.Blocked s -> new State.Blocked(f, s.rollback());
      case State.Propagating s ->
          new State.Propagating(f, s.rollback(), s.measurements(), s.since(), s.until());
      case State.Verifying s -> new State.Verifying(f, s.rollback(), s.measurements(), s.since());
      case State.AwaitingSignOff s ->
          new State.AwaitingSignOff(
              f, s.rollback(), s.measurements(), s.verifiedAt(), s.rolledBack());
      case State.Resolved s ->
          new State.Resolved(
              f,
              s.rollback(),
              s.measurements(),
              s.verifiedAt(),
              s.rolledBack(),
              s.verified(),
              s.postMortem(),
              s.at(),
              s.watchUntil());
      case State.Closed s -> new State.Closed(f, s.ending(), s.note(), s.by(), s.at());
      case State.Cancelled s -> new State.Cancelled(f, s.partial(), s.reason(), s.by(), s.at());
    };
  }

  static State with(State.Measuring state, Measurements m) {
    return switch (state) {
      case State.Propagating s ->
          new State.Propagating(s.facts(), s.rollback(), m, s.since(), s.until());
      case State.Verifying s -> new State.Verifying(s.facts(), s.rollback(), m, s.since());
      case State.AwaitingSignOff s ->
          new State.AwaitingSignOff(s.facts(), s.rollback(), m, s.verifiedAt(), s.rolledBack());
      case State.Resolved s ->
          new State.Resolved(
              s.facts(),
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
