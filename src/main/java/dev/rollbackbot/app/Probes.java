package dev.rollbackbot.app;

import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import java.util.List;

/** Looks at the running system from outside. */
public interface Probes {
  /** Measures all of them at the same time, once; one reading each, in the same order. */
  List<ProbeResult> measure(List<ProbeTarget> targets);
}
