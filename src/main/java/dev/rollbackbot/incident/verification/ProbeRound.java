package dev.rollbackbot.incident.verification;

import dev.rollbackbot.runbook.Probe;
import java.time.Duration;
import java.util.List;

/**
 * What an incident wants measured.
 *
 * @param targets measured at the same time
 * @param interval from the start of one round to the start of the next
 */
public record ProbeRound(List<ProbeTarget> targets, Duration interval) {
  public ProbeRound {
    targets = List.copyOf(targets);
  }

  /**
   * A probe and where it goes.
   *
   * @param address of the service, without a slash at the end
   */
  public record ProbeTarget(Probe probe, String address) {}
}
