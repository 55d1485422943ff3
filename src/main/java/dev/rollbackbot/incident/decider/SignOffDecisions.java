package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State.AwaitingSignOff;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The two signatures. */
final class SignOffDecisions {
  /** Days; a later date is likely a typing error. */
  private static final int LATEST_POST_MORTEM = 365;

  private SignOffDecisions() {}

  static Decision decide(Incident incident, Command.OnSignOff command) {
    if (!(incident.state() instanceof AwaitingSignOff state)) {
      return Rejections.notNow(incident);
    }
    return switch (command) {
      case Command.SignRolledBack rolledBack -> rolledBack(incident, state, rolledBack);
      case Command.SignVerified verified -> verified(incident, state, verified);
    };
  }

  /** Another person may replace the first signature, so that no pair of people is stuck. */
  private static Decision rolledBack(
      Incident incident, AwaitingSignOff state, Command.SignRolledBack command) {
    String person = command.by().id();
    return state.rolledBackSignature().filter(s -> s.by().equals(person)).isPresent()
        ? Rejections.alreadyDone("You have signed. Someone else signs “verified by”.")
        : CommandRouter.accept(incident, new Event.SignedRolledBack(command.at(), person));
  }

  private static Decision verified(
      Incident incident, AwaitingSignOff state, Command.SignVerified command) {
    String person = command.by().id();
    if (state.rolledBackSignature().isEmpty()) {
      return Rejections.notNow("“Rolled back by” is signed first, by another person.");
    }
    if (state.rolledBackSignature().get().by().equals(person)) {
      return Rejections.samePerson(
          "You signed “rolled back by”, so another responder must verify.");
    }
    if (CheckDecisions.rolledBack(incident.details(), state, person)) {
      return Rejections.samePerson("You rolled back, so another responder must verify.");
    }
    LocalDate today = command.at().atOffset(ZoneOffset.UTC).toLocalDate();
    if (command.postMortem().isBefore(today.minusDays(1))
        || command.postMortem().isAfter(today.plusDays(LATEST_POST_MORTEM))) {
      return Rejections.incomplete("The post-mortem is between today and a year from now.");
    }
    if (!state.results().allPassed()) {
      return Rejections.notNow(
          "A check can't be read at the moment, so nothing is signed. Wait until it passes, or"
              + " have someone waive it.");
    }
    return CommandRouter.accept(
        incident, new Event.SignedVerified(command.at(), person, command.postMortem()));
  }
}
