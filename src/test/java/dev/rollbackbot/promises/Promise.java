package dev.rollbackbot.promises;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One promise and all that it has to remember of the conversation so far. A value: two that
 * remember the same are equal.
 */
public interface Promise {
  /**
   * The same promise one event later.
   *
   * @throws Broken when the event breaks it
   */
  Promise after(Happening h);

  /** The same of other people. */
  default Promise renamed(UnaryOperator<String> person) {
    return this;
  }

  /** Every promise, before anything has happened. */
  static List<Promise> all() {
    return List.of(
        NothingWithoutConsent.FRESH,
        OneRollbackAtATime.FRESH,
        VerifiedBeforeResolved.FRESH,
        TwoPeopleSign.FRESH,
        new OverIsOver());
  }

  /** All of them one event later. */
  static List<Promise> after(List<Promise> promises, Happening h) {
    return promises.stream().map(p -> p.after(h)).toList();
  }

  /** A promise was broken. */
  final class Broken extends AssertionError {
    public Broken(String what) {
      super(what);
    }
  }

  /** Fails unless it holds. */
  static void require(boolean holds, String broken) {
    if (!holds) {
      throw new Broken(broken);
    }
  }
}
