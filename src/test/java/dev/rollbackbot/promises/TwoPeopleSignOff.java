package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Invariant.require;

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
record TwoPeopleSignOff(Requester requester, Optional<String> first) implements Invariant {
  static final TwoPeopleSignOff FRESH = new TwoPeopleSignOff(Requester.NOBODY, Optional.empty());

  @Override
  public TwoPeopleSignOff after(Transition transition) {
    return switch (transition.event()) {
      case Event.ChecksPassed _, Event.VerificationLost _ ->
          new TwoPeopleSignOff(requester, Optional.empty());
      case Event.SignedRolledBack e -> {
        require(TestUsers.is(e.by(), Role.RESPONDER), e.by() + " signed and is no responder");
        yield new TwoPeopleSignOff(requester, Optional.of(e.by()));
      }
      case Event.SignedVerified e -> second(e, transition);
      case Event _ -> {
        Requester now = requester.after(transition.event());
        yield now.equals(requester) ? this : new TwoPeopleSignOff(now, Optional.empty());
      }
    };
  }

  @Override
  public TwoPeopleSignOff renamed(UnaryOperator<String> person) {
    return new TwoPeopleSignOff(requester.renamed(person), first.map(person));
  }

  private TwoPeopleSignOff second(Event.SignedVerified signedVerified, Transition transition) {
    require(transition.after().state() instanceof State.Resolved, "signed, but not RESOLVED");
    require(
        TestUsers.is(signedVerified.by(), Role.RESPONDER),
        signedVerified.by() + " verified and is no responder");
    require(
        first.isPresent(), signedVerified.by() + " verified before “rolled back by” was signed");
    require(!first.get().equals(signedVerified.by()), signedVerified.by() + " signed twice");
    require(
        !requester.rolledBack(signedVerified.by()),
        signedVerified.by() + " rolled back and verified");
    return new TwoPeopleSignOff(requester, Optional.empty());
  }
}
