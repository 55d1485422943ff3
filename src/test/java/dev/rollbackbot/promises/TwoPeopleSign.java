package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Promise.require;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.incident.State;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * RESOLVED has two signatures by two responders, both given since every check held, the second by
 * somebody who has not rolled back.
 *
 * @param first who signed "rolled back by"
 */
record TwoPeopleSign(Asking asking, Optional<String> first) implements Promise {
  static final TwoPeopleSign FRESH = new TwoPeopleSign(Asking.NOBODY, Optional.empty());

  @Override
  public TwoPeopleSign after(Happening h) {
    return switch (h.event()) {
      case Event.Verified _, Event.VerificationLost _ ->
          new TwoPeopleSign(asking, Optional.empty());
      case Event.SignedRolledBack e -> {
        require(Cast.is(e.by(), Role.RESPONDER), e.by() + " signed and is no responder");
        yield new TwoPeopleSign(asking, Optional.of(e.by()));
      }
      case Event.SignedVerified e -> second(e, h);
      case Event _ -> {
        Asking now = asking.after(h.event());
        yield now.equals(asking) ? this : new TwoPeopleSign(now, Optional.empty());
      }
    };
  }

  @Override
  public TwoPeopleSign renamed(UnaryOperator<String> person) {
    return new TwoPeopleSign(asking.renamed(person), first.map(person));
  }

  private TwoPeopleSign second(Event.SignedVerified e, Happening h) {
    require(h.after().state() instanceof State.Resolved, "signed, but not RESOLVED");
    require(Cast.is(e.by(), Role.RESPONDER), e.by() + " verified and is no responder");
    require(first.isPresent(), e.by() + " verified before “rolled back by” was signed");
    require(!first.get().equals(e.by()), e.by() + " signed twice");
    require(!asking.rolledBack(e.by()), e.by() + " rolled back and verified");
    return new TwoPeopleSign(asking, Optional.empty());
  }
}
