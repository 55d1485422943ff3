package dev.rollbackbot.app;

import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import java.util.List;

/** Measures the running system from outside. */
public interface Probes {
  /** Measures all targets at the same time, once; one result each, in the same order. */
  List<ProbeResult> measure(List<ProbeTarget> targets);
}
