package dev.rollbackbot.runbook;

import java.time.Duration;
import java.util.List;

/**
 * How it is seen that the rollback worked.
 *
 * @param propagation how long a new version takes to spread; an environment may say otherwise
 * @param passesInARow how many times in a row every probe must pass; at least 1
 * @param interval time between two rounds of probes
 * @param probes what the bot measures
 * @param checks what people look at
 */
public record Verification(
    Duration propagation,
    int passesInARow,
    Duration interval,
    List<Probe> probes,
    List<HumanCheck> checks) {
  public Verification {
    probes = List.copyOf(probes);
    checks = List.copyOf(checks);
  }
}
