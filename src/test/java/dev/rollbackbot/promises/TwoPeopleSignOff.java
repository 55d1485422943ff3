package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.incident.State;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * RESOLVED needs two signatures by two responders, both after every check passed, the second by a
 * responder who has not rolled back.
 *
 * @param first who signed "rolled back by"
 */
record TwoPeopleSignOff(InvolvedUsers involved, Optional<String> first) implements Invariant {
  static final TwoPeopleSignOff FRESH = new TwoPeopleSignOff(InvolvedUsers.NONE, Optional.empty());

  @Override
  public TwoPeopleSignOff after(Transition transition) {
    TwoPeopleSignOff next = next(transition);
    // A signature counts as long as nothing else is needed than signatures.
    return transition.after().state() instanceof State.AwaitingSignOff
        ? next
        : new TwoPeopleSignOff(next.involved(), Optional.empty());
  }

  private TwoPeopleSignOff next(Transition transition) {
    return switch (transition.event()) {
      // A signature is for what its person saw: a waiver since then was not signed.
      case Event.ChecksPassed _,
          Event.VerificationLost _,
          Event.CheckCountedFailed _,
          Event.CheckWaived _,
          Event.FirstSignatureVoided _ ->
          new TwoPeopleSignOff(involved, Optional.empty());
      case Event.SignedRolledBack e -> {
        require(TestUsers.is(e.by(), Role.RESPONDER), e.by() + " signed and is no responder");
        yield new TwoPeopleSignOff(involved, Optional.of(e.by()));
      }
      case Event.SignedVerified e -> second(e, transition);
      case Event _ -> {
        InvolvedUsers now = involved.after(transition.event());
        boolean stays = transition.event() instanceof Event.DeclarationChanged;
        yield now.equals(involved)
            ? this
            : new TwoPeopleSignOff(now, stays ? first : Optional.empty());
      }
    };
  }

  @Override
  public TwoPeopleSignOff renamed(UnaryOperator<String> person) {
    return new TwoPeopleSignOff(involved.renamed(person), first.map(person));
  }

  private TwoPeopleSignOff second(Event.SignedVerified event, Transition transition) {
    require(transition.after().state() instanceof State.Resolved, "signed, but not RESOLVED");
    require(TestUsers.is(event.by(), Role.RESPONDER), event.by() + " verified and is no responder");
    require(first.isPresent(), event.by() + " verified before “rolled back by” was signed");
    require(!first.get().equals(event.by()), event.by() + " signed twice");
    require(!involved.contains(event.by()), event.by() + " rolled back and verified");
    return new TwoPeopleSignOff(involved, Optional.empty());
  }
}
