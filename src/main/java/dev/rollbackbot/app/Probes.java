package dev.rollbackbot.app;

import dev.rollbackbot.incident.ProbeRound.Target;
import dev.rollbackbot.incident.Reading;
import java.util.List;

/** Looks at the running system from outside. */
public interface Probes {
  /** Measures all of them at the same time, once; one reading each, in the same order. */
  List<Reading> measure(List<Target> targets);
}
