package dev.rollbackbot.incident;

import dev.rollbackbot.incident.State.AwaitingSignOff;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The two signatures. */
final class DecidingSignOff {
  /** Days; a later one is a slip. */
  private static final int LATEST_POST_MORTEM = 365;

  private DecidingSignOff() {}

  static Decision decide(Incident incident, Command.OnSignOff command) {
    if (!(incident.state() instanceof AwaitingSignOff w)) {
      return Refusals.notNow(incident);
    }
    return switch (command) {
      case Command.SignRolledBack c -> rolledBack(incident, w, c);
      case Command.SignVerified c -> verified(incident, w, c);
    };
  }

  /** Somebody else may take the first signature over, so that no pair of people is stuck. */
  private static Decision rolledBack(
      Incident incident, AwaitingSignOff s, Command.SignRolledBack c) {
    boolean again = s.rolledBack().map(x -> x.by().equals(c.by().id())).orElse(false);
    return again
        ? Refusals.alreadyDone("You have signed. Someone else signs “verified by”.")
        : Deciding.then(incident, new Event.SignedRolledBack(c.at(), c.by().id()));
  }

  private static Decision verified(Incident incident, AwaitingSignOff s, Command.SignVerified c) {
    String person = c.by().id();
    if (s.rolledBack().isEmpty()) {
      return Refusals.notNow("“Rolled back by” is signed first, by another person.");
    }
    if (s.rolledBack().get().by().equals(person)) {
      return Refusals.samePerson("You signed “rolled back by”, so another responder must verify.");
    }
    if (DecidingChecks.rolledBack(incident.facts(), s, person)) {
      return Refusals.samePerson("You rolled back, so another responder must verify.");
    }
    LocalDate today = c.at().atOffset(ZoneOffset.UTC).toLocalDate();
    boolean soon =
        !c.postMortem().isBefore(today.minusDays(1))
            && !c.postMortem().isAfter(today.plusDays(LATEST_POST_MORTEM));
    if (!soon) {
      return Refusals.incomplete("The post-mortem is between today and a year from now.");
    }
    if (!s.measurements().settled()) {
      return Refusals.notNow(
          "A check can't be read at the moment, so nothing is signed. Wait until it passes, or"
              + " have someone waive it.");
    }
    return Deciding.then(incident, new Event.SignedVerified(c.at(), person, c.postMortem()));
  }
}
