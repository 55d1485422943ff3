package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Promise.require;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Facts;
import dev.rollbackbot.incident.Reading;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.runbook.HumanCheck;
import dev.rollbackbot.runbook.Probe;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * RESOLVED only after every probe has passed as often in a row as the runbook wants, or was waived
 * by a responder who has not rolled back; and every human check likewise was confirmed or waived.
 *
 * @param passes of each probe that passed last, in a row, at most as many as are wanted
 * @param settled the probes that were waived and the checks that were confirmed or waived
 */
record VerifiedBeforeResolved(Asking asking, Map<String, Integer> passes, Set<String> settled)
    implements Promise {
  static final VerifiedBeforeResolved FRESH = nothing(Asking.NOBODY);

  VerifiedBeforeResolved {
    passes = Map.copyOf(passes);
    settled = Set.copyOf(settled);
  }

  private static VerifiedBeforeResolved nothing(Asking asking) {
    return new VerifiedBeforeResolved(asking, Map.of(), Set.of());
  }

  @Override
  public VerifiedBeforeResolved after(Happening h) {
    Facts facts = h.after().facts();
    return switch (h.event()) {
      case Event.SpreadStarted _ -> nothing(asking);
      case Event.SpreadEnded _, Event.ChecksRestarted _, Event.VerificationLost _ ->
          new VerifiedBeforeResolved(asking, Map.of(), settled);
      case Event.ProbesRead e -> read(e, facts);
      case Event.CheckConfirmed e -> settle(e.by(), e.check());
      case Event.CheckWaived e -> {
        require(!asking.rolledBack(e.by()), e.by() + " rolled back and waived a check");
        yield settle(e.by(), e.check());
      }
      case Event.SignedVerified _ -> {
        verified(facts);
        yield nothing(asking);
      }
      case Event _ -> with(asking.after(h.event()));
    };
  }

  @Override
  public VerifiedBeforeResolved renamed(UnaryOperator<String> person) {
    return new VerifiedBeforeResolved(asking.renamed(person), passes, settled);
  }

  private VerifiedBeforeResolved with(Asking now) {
    return now.equals(asking) ? this : new VerifiedBeforeResolved(now, passes, settled);
  }

  private VerifiedBeforeResolved read(Event.ProbesRead e, Facts facts) {
    int wanted = facts.runbook().verification().passesInARow();
    Map<String, Integer> next = new HashMap<>(passes);
    for (Reading r : e.readings()) {
      boolean passed = r.verdict() == Reading.Verdict.PASSED;
      if (passed) {
        next.merge(r.probe(), 1, (n, one) -> Math.min(n + one, wanted));
      } else {
        next.remove(r.probe());
      }
    }
    return new VerifiedBeforeResolved(asking, next, settled);
  }

  private VerifiedBeforeResolved settle(String by, String check) {
    require(Cast.is(by, Role.RESPONDER), by + " settled a check and is no responder");
    Set<String> next = new HashSet<>(settled);
    next.add(check);
    return new VerifiedBeforeResolved(asking, passes, next);
  }

  private void verified(Facts facts) {
    int wanted = facts.runbook().verification().passesInARow();
    for (Probe p : facts.runbook().probes(facts.environment())) {
      require(
          settled.contains(p.id()) || passes.getOrDefault(p.id(), 0) >= wanted,
          "RESOLVED, but probe " + p.id() + " has neither passed nor been waived");
    }
    for (HumanCheck c : facts.runbook().checks()) {
      require(settled.contains(c.id()), "RESOLVED, but check " + c.id() + " is open");
    }
  }
}
