package dev.rollbackbot.sandbox.httpjobs;

import dev.rollbackbot.sandbox.httpjobs.SimulatedRun.Phase;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The runs of one service. They run until {@link #end}; a stop takes effect when the run is looked
 * at the next time.
 */
final class SimulatedRuns {
  private static final int FIRST = 4_711;

  private final List<SimulatedRun> all = new ArrayList<>();
  private final Set<RunnerFault> faults = EnumSet.noneOf(RunnerFault.class);
  private boolean held;

  synchronized void set(RunnerFault fault, boolean on) {
    if (on) {
      faults.add(fault);
    } else {
      faults.remove(fault);
    }
  }

  synchronized boolean isOn(RunnerFault fault) {
    return faults.contains(fault);
  }

  /** Switches the fault off; true: it was on. */
  synchronized boolean uses(RunnerFault fault) {
    return faults.remove(fault);
  }

  /** Whether new runs wait in the queue until they are let go. */
  synchronized void hold(boolean on) {
    held = on;
    if (!on) {
      all.stream().filter(run -> run.phase == Phase.WAITING).forEach(this::begin);
    }
  }

  synchronized SimulatedRun add(Map<String, String> parameters) {
    SimulatedRun run = new SimulatedRun(all.size() + 1, FIRST + all.size(), parameters);
    all.add(run);
    if (!held) {
      begin(run);
    }
    return run;
  }

  private void begin(SimulatedRun run) {
    run.phase = Phase.RUNNING;
    run.begun = true;
  }

  /** All that run. */
  synchronized void end(Phase phase) {
    all.stream().filter(run -> !run.ended() && run.begun).forEach(run -> run.phase = phase);
  }

  synchronized void stop(SimulatedRun run) {
    if (!faults.contains(RunnerFault.STOP_IGNORED) && !run.ended()) {
      run.phase = run.phase == Phase.WAITING ? Phase.STOPPED : Phase.STOPPING;
    }
  }

  synchronized Optional<SimulatedRun> numbered(String number) {
    Optional<SimulatedRun> found =
        all.stream().filter(run -> number.equals("" + run.number)).findFirst();
    found.filter(run -> run.phase == Phase.STOPPING).ifPresent(run -> run.phase = Phase.STOPPED);
    return found;
  }

  synchronized Optional<SimulatedRun> placed(String place) {
    return all.stream().filter(run -> place.equals("" + run.place)).findFirst();
  }

  /** The newest first. */
  synchronized List<SimulatedRun> all(Predicate<SimulatedRun> which) {
    return all.reversed().stream().filter(which).toList();
  }

  synchronized int count() {
    return all.size();
  }
}
