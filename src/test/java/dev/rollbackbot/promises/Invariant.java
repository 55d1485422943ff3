package dev.rollbackbot.promises;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One promise and all that it has to remember of the conversation so far. A value: two that
 * remember the same are equal.
 */
public interface Invariant {
  /**
   * The same promise one event later.
   *
   * @throws InvariantViolation when the event breaks it
   */
  Invariant after(Transition transition);

  /** The same of other people. */
  default Invariant renamed(UnaryOperator<String> person) {
    return this;
  }

  /** Every promise, before anything has happened. */
  static List<Invariant> all() {
    return List.of(
        NothingWithoutConsent.FRESH,
        OneRollbackAtATime.FRESH,
        VerifiedBeforeResolved.FRESH,
        TwoPeopleSignOff.FRESH,
        new EndStatesAreFinal());
  }

  /** All of them one event later. */
  static List<Invariant> after(List<Invariant> promises, Transition transition) {
    return promises.stream().map(p -> p.after(transition)).toList();
  }

  /** A promise was broken. */
  final class InvariantViolation extends AssertionError {
    public InvariantViolation(String what) {
      super(what);
    }
  }

  /** Fails unless it holds. */
  static void require(boolean holds, String broken) {
    if (!holds) {
      throw new InvariantViolation(broken);
    }
  }
}
