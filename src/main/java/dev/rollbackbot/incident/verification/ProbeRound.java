package dev.rollbackbot.incident.verification;

import dev.rollbackbot.runbook.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The probes that an incident needs now.
 *
 * @param targets measured at the same time; empty: none is due in this round
 * @param interval from the start of one round to the start of the next
 */
public record ProbeRound(List<ProbeTarget> targets, Duration interval) {
  public ProbeRound {
    targets = List.copyOf(targets);
  }

  /**
   * A probe and where it measures.
   *
   * @param address of its service, without a slash at the end; empty: it has none here
   * @param resource the provider's name of its service
   * @param environment id of the environment
   * @param changed when something was changed the last time; a value's window may not reach behind
   *     it
   * @param earlier the time of the value that a metric is compared with; empty: it is not known, or
   *     the probe needs none
   */
  public record ProbeTarget(
      Probe probe,
      Optional<String> address,
      String resource,
      String environment,
      Optional<Instant> changed,
      Optional<Instant> earlier) {}
}
