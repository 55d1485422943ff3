package dev.rollbackbot.sandbox.cloudflare;

import dev.rollbackbot.sandbox.cloudflare.account.Account;
import dev.rollbackbot.sandbox.cloudflare.account.Fault;
import dev.rollbackbot.sandbox.cloudflare.account.Faults;
import dev.rollbackbot.sandbox.cloudflare.account.ServiceHealth;
import dev.rollbackbot.sandbox.cloudflare.account.WorkerScript;
import dev.rollbackbot.sandbox.metrics.TrafficCounters;
import dev.rollbackbot.sandbox.metrics.TrafficCounters.Ailment;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** The traffic of the two Workers: what is wrong with it follows what is live, and the faults. */
record SiteTraffic(Account account, Faults faults, TrafficCounters traffic) {

  /** From the first bad release on it has been bad, and before that it was well. */
  void restart() {
    restart(script(true));
    restart(script(false));
    noteNow();
  }

  private void restart(WorkerScript worker) {
    traffic.restart(worker.service, worker.script, account.now());
    traffic.note(worker.script, worker.history.liveSince(), Set.of(Ailment.BAD_RELEASE));
  }

  private WorkerScript script(boolean gateway) {
    return account.all((services, _) -> gateway ? services.gateway() : services.planningMachine());
  }

  void noteNow() {
    ServiceHealth health = ServiceHealth.at(account, faults);
    Instant now = account.now();
    traffic.note(script(true).script, now, ailments(health.callsFail(), Fault.LOGINS_FAIL));
    traffic.note(
        script(false).script,
        now,
        ailments(!health.healthy(health.planningMachine()), Fault.DATABASE_FAILS));
  }

  private Set<Ailment> ailments(boolean bad, Fault other) {
    Set<Ailment> all = EnumSet.noneOf(Ailment.class);
    if (bad) {
      all.add(Ailment.BAD_RELEASE);
    }
    if (faults.isOn(other)) {
      all.add(other == Fault.LOGINS_FAIL ? Ailment.LOGINS_FAIL : Ailment.DATABASE_FAILS);
    }
    return all;
  }

  String ofGateway() {
    return traffic.exposition(script(true).script, account.now());
  }

  String ofPlanningMachine() {
    return traffic.exposition(script(false).script, account.now());
  }
}
