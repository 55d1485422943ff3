package dev.rollbackbot.simulation;

import dev.rollbackbot.incident.SmallRunbook;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import dev.rollbackbot.simulation.SteeredTrigger.SteeredCourse;
import java.util.List;

/**
 * The runbook of a run whose trigger is measured, and the other system that alerts.
 *
 * @param mode of its trigger
 * @param allowed whether the environment allows automatic rollbacks
 * @param course what the run is led to
 * @param quiet whether nothing but the measurements bears on it: no alerts and no other incidents
 */
record SimulatedWatch(
    Runbook runbook,
    TriggerMode mode,
    boolean allowed,
    SteeredCourse course,
    boolean quiet,
    SimulatedAlerts alerts) {
  /**
   * A run is what its seed's place in this list says, so that as many runs as it is long reach
   * every place.
   */
  private static final List<Kind> KINDS =
      List.of(
          atRandom(TriggerMode.AUTO, true),
          atRandom(TriggerMode.PROPOSE, false),
          atRandom(TriggerMode.AUTO, false),
          new Kind(TriggerMode.PREPARE, SteeredCourse.PREPARED, true),
          steered(SteeredCourse.FORBIDDEN),
          atRandom(TriggerMode.PROPOSE, false),
          steered(SteeredCourse.STOPPED),
          atRandom(TriggerMode.SHADOW, false),
          steered(SteeredCourse.OTHER_SUSPECTED),
          steered(SteeredCourse.NEWER_LIVE),
          steered(SteeredCourse.TWICE),
          steered(SteeredCourse.HELD_BEFORE),
          steered(SteeredCourse.HELD_MEANWHILE),
          steered(SteeredCourse.RECOVERING),
          steered(SteeredCourse.NO_DATA),
          steered(SteeredCourse.TOO_LATE));

  /** With the first so many seeds every kind of run is made once. */
  static int kinds() {
    return KINDS.size();
  }

  private record Kind(TriggerMode mode, SteeredCourse course, boolean quiet) {}

  private static Kind atRandom(TriggerMode mode, boolean quiet) {
    return new Kind(mode, SteeredCourse.AT_RANDOM, quiet);
  }

  private static Kind steered(SteeredCourse course) {
    return new Kind(TriggerMode.AUTO, course, true);
  }

  static SimulatedWatch of(long seed, SeededRandom random, TracingClock clock) {
    Kind kind = KINDS.get((int) (seed % KINDS.size()));
    boolean allowed = kind.course() != SteeredCourse.FORBIDDEN;
    String id = allowed ? SmallRunbook.triggered(kind.mode(), 1) : SmallRunbook.FORBIDDEN + 1;
    return new SimulatedWatch(
        SmallRunbook.drilled(SmallRunbook.whole(id)),
        kind.mode(),
        allowed,
        kind.course(),
        kind.quiet(),
        new SimulatedAlerts(random, clock));
  }
}
