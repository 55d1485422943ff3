package dev.rollbackbot.promises;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** One invariant and what it has recorded of the incident's events so far; a value. */
public interface Invariant {
  /**
   * The invariant after one more event.
   *
   * @throws InvariantViolation when the event violates it
   */
  Invariant after(Transition transition);

  /** The same with renamed users. */
  default Invariant renamed(UnaryOperator<String> person) {
    return this;
  }

  /** Every invariant, before the first event. */
  static List<Invariant> all() {
    return List.of(
        NothingWithoutConsent.FRESH,
        OneRollbackAtATime.FRESH,
        UnsettledKeepsItsLock.FRESH,
        VerifiedBeforeResolved.FRESH,
        TwoPeopleSignOff.FRESH,
        TargetsLeadAway.FRESH,
        JobsBeginAsPlanned.FRESH,
        EndingIsRead.FRESH,
        TimersAreSet.FRESH,
        new NoticeIsCurrent(),
        new StageIsShown(),
        new DrillsStayInside(),
        new EndStatesAreFinal());
  }

  static List<Invariant> after(List<Invariant> invariants, Transition transition) {
    return invariants.stream().map(p -> p.after(transition)).toList();
  }

  final class InvariantViolation extends AssertionError {
    public InvariantViolation(String what) {
      super(what);
    }
  }

  static void require(boolean holds, String violation) {
    require(holds, () -> violation);
  }

  /** The text of a violation that is slow to make is only made when there is one. */
  static void require(boolean holds, Supplier<String> violation) {
    if (!holds) {
      throw new InvariantViolation(violation.get());
    }
  }
}
