package dev.rollbackbot.incident.verification;

import dev.rollbackbot.runbook.Probe;
import java.time.Duration;
import java.util.List;

/**
 * The probes that an incident needs now.
 *
 * @param targets probed at the same time
 * @param interval from the start of one round to the start of the next
 */
public record ProbeRound(List<ProbeTarget> targets, Duration interval) {
  public ProbeRound {
    targets = List.copyOf(targets);
  }

  /**
   * A probe and its service's address.
   *
   * @param address without a slash at the end
   */
  public record ProbeTarget(Probe probe, String address) {}
}
