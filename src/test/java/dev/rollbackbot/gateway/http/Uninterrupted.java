package dev.rollbackbot.gateway.http;

import dev.rollbackbot.app.Probes;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import java.util.List;

/** Rounds of probes in tests that interrupt nothing. */
public final class Uninterrupted {
  private Uninterrupted() {}

  public static List<ProbeResult> measure(Probes probes, List<ProbeTarget> targets) {
    try {
      return probes.measure(targets);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
