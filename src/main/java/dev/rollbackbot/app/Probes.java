package dev.rollbackbot.app;

import dev.rollbackbot.incident.Reading;
import dev.rollbackbot.runbook.Probe;
import java.util.List;

/** Looks at the running system from outside. */
public interface Probes {
  /** Measures all of them at the same time, once; one reading each, in the same order. */
  List<Reading> measure(List<Target> targets);

  /**
   * A probe and where it goes.
   *
   * @param address of the service, without a slash at the end
   */
  record Target(Probe probe, String address) {}
}
