package dev.rollbackbot.simulation;

import dev.rollbackbot.incident.SmallRunbook;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.util.List;

/**
 * The runbook of a run whose trigger is measured, and the other system that alerts.
 *
 * @param mode of its trigger
 * @param allowed whether the environment allows automatic rollbacks
 * @param quiet whether nothing but the measurements bears on it: no alerts and no other incidents
 */
record SimulatedWatch(
    Runbook runbook, TriggerMode mode, boolean allowed, boolean quiet, SimulatedAlerts alerts) {
  /** The place in the list of those runs in which the environment forbids it. */
  private static final int FORBIDDEN = 4;

  private static final List<TriggerMode> MODES =
      List.of(
          TriggerMode.AUTO,
          TriggerMode.PROPOSE,
          TriggerMode.AUTO,
          TriggerMode.PREPARE,
          TriggerMode.AUTO,
          TriggerMode.PROPOSE,
          TriggerMode.AUTO,
          TriggerMode.SHADOW);

  static SimulatedWatch of(long seed, SeededRandom random, TracingClock clock) {
    TriggerMode mode = MODES.get((int) (seed % MODES.size()));
    boolean allowed = seed % MODES.size() != FORBIDDEN;
    String id = allowed ? SmallRunbook.triggered(mode, 1) : SmallRunbook.FORBIDDEN + 1;
    return new SimulatedWatch(
        SmallRunbook.drilled(SmallRunbook.whole(id)),
        mode,
        allowed,
        seed % 2 == 0 && seed % MODES.size() != 2,
        new SimulatedAlerts(random, clock));
  }
}
