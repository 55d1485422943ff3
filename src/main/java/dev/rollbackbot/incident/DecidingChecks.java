package dev.rollbackbot.incident;

import dev.rollbackbot.incident.State.Propagating;
import dev.rollbackbot.incident.State.Verifying;
import dev.rollbackbot.runbook.Evidence;
import java.util.Optional;

/** The wait and the verification. */
final class DecidingChecks {
  private DecidingChecks() {}

  static Decision decide(Incident incident, Command.OnChecks command) {
    if (command instanceof Command.EndWait c) {
      return incident.state() instanceof Propagating
          ? endWait(incident, c)
          : Refusals.notNow(incident);
    }
    if (command instanceof Command.Waive c && incident.state() instanceof State.AwaitingSignOff w) {
      return waive(incident, w, c);
    }
    if (!(incident.state() instanceof Verifying v)) {
      return Refusals.notNow(incident);
    }
    return switch (command) {
      case Command.EndWait _ -> Refusals.notNow(incident);
      case Command.RunAgain c ->
          Deciding.then(incident, new Event.ChecksRestarted(c.at(), c.by().id()));
      case Command.ConfirmCheck c -> confirm(incident, v, c);
      case Command.Waive c -> waive(incident, v, c);
    };
  }

  private static Decision endWait(Incident incident, Command.EndWait c) {
    return Refusals.saysNothing(c.reason())
        ? Refusals.needsReason()
        : Deciding.then(incident, new Event.SpreadEnded(c.at(), c.by().id(), c.reason()));
  }

  private static Decision confirm(Incident incident, Verifying s, Command.ConfirmCheck c) {
    Optional<Measurements.CheckRun> check = s.measurements().check(c.check());
    if (check.isEmpty()) {
      return Refusals.noSuch("check for people", c.check());
    }
    if (check.get().mark().settled()) {
      return Refusals.alreadyDone("“" + check.get().check().title() + "” is settled already.");
    }
    if (check.get().check().evidence() == Evidence.REQUIRED && c.evidence().isBlank()) {
      return Refusals.needsEvidence();
    }
    return Refusals.tooLong(c.evidence())
        ? Refusals.shorterEvidence()
        : Deciding.then(
            incident, new Event.CheckConfirmed(c.at(), c.by().id(), c.check(), c.evidence()));
  }

  private static Decision waive(Incident incident, State.Measuring s, Command.Waive c) {
    Optional<Measurements.ProbeRun> probe = s.measurements().probe(c.check());
    Optional<Measurements.CheckRun> check = s.measurements().check(c.check());
    if (probe.isEmpty() && check.isEmpty()) {
      return Refusals.noSuch("check", c.check());
    }
    boolean settled =
        probe.map(p -> p.waiver().isPresent()).orElse(false)
            || check.map(x -> x.mark().settled()).orElse(false);
    if (settled) {
      return Refusals.alreadyDone("This check is settled already.");
    }
    if (rolledBack(incident.facts(), s, c.by().id())) {
      return Refusals.samePerson("You rolled back, so another responder must waive a check.");
    }
    return Refusals.saysNothing(c.reason())
        ? Refusals.needsReason()
        : Deciding.then(
            incident, new Event.CheckWaived(c.at(), c.by().id(), c.check(), c.reason()));
  }

  /** Whoever asked for the rollback, or went on with it alone, has rolled back. */
  static boolean rolledBack(Facts f, State.Executing s, String person) {
    return person.equals(f.requester())
        || (s.rollback().authority() instanceof Authority.BrokenGlass alone
            && person.equals(alone.by()));
  }
}
