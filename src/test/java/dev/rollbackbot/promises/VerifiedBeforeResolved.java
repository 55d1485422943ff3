package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.runbook.HumanCheck;
import dev.rollbackbot.runbook.Probe;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * RESOLVED only after every probe passed as often in a row as the runbook requires, or was waived
 * by a responder who has not rolled back, and every human check was confirmed or waived; all of
 * that since what is live was last found to be another version.
 *
 * @param passes passes in a row by probe, at most as many as are needed
 * @param settled waived probes, and human checks that were confirmed or waived
 */
record VerifiedBeforeResolved(
    InvolvedUsers involved, Map<String, Integer> passes, Set<String> settled) implements Invariant {
  static final VerifiedBeforeResolved FRESH = initial(InvolvedUsers.NONE);

  VerifiedBeforeResolved {
    passes = Map.copyOf(passes);
    settled = Set.copyOf(settled);
  }

  private static VerifiedBeforeResolved initial(InvolvedUsers involved) {
    return new VerifiedBeforeResolved(involved, Map.of(), Set.of());
  }

  @Override
  public VerifiedBeforeResolved after(Transition transition) {
    VerifiedBeforeResolved next = next(transition);
    // What was read or confirmed counts for the verification in which it was, and for no other.
    return transition.after().state() instanceof State.Measuring ? next : initial(next.involved());
  }

  private VerifiedBeforeResolved next(Transition transition) {
    IncidentDetails details = transition.after().details();
    return switch (transition.event()) {
      // Waivers and confirmations are for what was live when they were given.
      case Event.PropagationStarted _, Event.LiveVersionChanged _, Event.VerificationReopened _ ->
          initial(involved);
      case Event.PropagationEnded _, Event.ChecksRestarted _, Event.VerificationLost _ ->
          new VerifiedBeforeResolved(involved, Map.of(), settled);
      case Event.CheckCountedFailed e -> {
        Map<String, Integer> next = new HashMap<>(passes);
        next.remove(e.check());
        yield new VerifiedBeforeResolved(involved, next, settled);
      }
      case Event.ProbesRead e -> read(e, details);
      case Event.CheckConfirmed e -> settle(e.by(), e.check());
      case Event.CheckWaived e -> {
        require(!involved.contains(e.by()), e.by() + " rolled back and waived a check");
        yield settle(e.by(), e.check());
      }
      case Event.SignedVerified _ -> {
        verified(details);
        yield initial(involved);
      }
      case Event _ -> with(involved.after(transition.event()));
    };
  }

  @Override
  public VerifiedBeforeResolved renamed(UnaryOperator<String> person) {
    return new VerifiedBeforeResolved(involved.renamed(person), passes, settled);
  }

  private VerifiedBeforeResolved with(InvolvedUsers now) {
    return now.equals(involved) ? this : new VerifiedBeforeResolved(now, passes, settled);
  }

  private VerifiedBeforeResolved read(Event.ProbesRead event, IncidentDetails details) {
    int needed = details.runbook().verification().passesInARow();
    Map<String, Integer> next = new HashMap<>(passes);
    for (ProbeResult result : event.results()) {
      boolean passed = result.verdict() == ProbeResult.Verdict.PASSED;
      if (passed) {
        next.merge(result.probe(), 1, (n, one) -> Math.min(n + one, needed));
      } else {
        next.remove(result.probe());
      }
    }
    return new VerifiedBeforeResolved(involved, next, settled);
  }

  private VerifiedBeforeResolved settle(String by, String check) {
    require(TestUsers.is(by, Role.RESPONDER), by + " settled a check and is no responder");
    Set<String> next = new HashSet<>(settled);
    next.add(check);
    return new VerifiedBeforeResolved(involved, passes, next);
  }

  private void verified(IncidentDetails details) {
    int needed = details.runbook().verification().passesInARow();
    for (Probe probe : details.runbook().probes(details.environment())) {
      require(
          settled.contains(probe.id()) || passes.getOrDefault(probe.id(), 0) >= needed,
          "RESOLVED, but probe " + probe.id() + " has neither passed nor been waived");
    }
    for (HumanCheck check : details.runbook().checks(details.environment())) {
      require(settled.contains(check.id()), "RESOLVED, but check " + check.id() + " is open");
    }
  }
}
