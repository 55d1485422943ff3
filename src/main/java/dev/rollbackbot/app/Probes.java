package dev.rollbackbot.app;

import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import java.util.List;

/** Measures the running system from outside. */
public interface Probes {
  /**
   * Measures all targets at the same time, once; one result each, in the same order.
   *
   * @throws InterruptedException the round was cut off: there is no reading, not even that nothing
   *     could be measured
   */
  List<ProbeResult> measure(List<ProbeTarget> targets) throws InterruptedException;
}
