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
  /** Days; a later one is a slip. */
  private static final int LATEST_POST_MORTEM = 365;

  private SignOffDecisions() {}

  static Decision decide(Incident incident, Command.OnSignOff command) {
    if (!(incident.state() instanceof AwaitingSignOff awaitingSignOff)) {
      return Rejections.notNow(incident);
    }
    return switch (command) {
      case Command.SignRolledBack signRolledBack ->
          rolledBack(incident, awaitingSignOff, signRolledBack);
      case Command.SignVerified signVerified -> verified(incident, awaitingSignOff, signVerified);
    };
  }

  /** Somebody else may take the first signature over, so that no pair of people is stuck. */
  private static Decision rolledBack(
      Incident incident, AwaitingSignOff state, Command.SignRolledBack command) {
    boolean alreadySigned =
        state.rolledBackSignature().map(x -> x.by().equals(command.by().id())).orElse(false);
    return alreadySigned
        ? Rejections.alreadyDone("You have signed. Someone else signs “verified by”.")
        : CommandRouter.accept(
            incident, new Event.SignedRolledBack(command.at(), command.by().id()));
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
    boolean soon =
        !command.postMortem().isBefore(today.minusDays(1))
            && !command.postMortem().isAfter(today.plusDays(LATEST_POST_MORTEM));
    if (!soon) {
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
