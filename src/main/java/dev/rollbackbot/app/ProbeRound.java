package dev.rollbackbot.app;

import java.time.Duration;
import java.util.List;

/**
 * What an incident wants measured.
 *
 * @param targets measured at the same time
 * @param interval from the start of one round to the start of the next
 */
public record ProbeRound(List<Probes.Target> targets, Duration interval) {
  public ProbeRound {
    targets = List.copyOf(targets);
  }
}
