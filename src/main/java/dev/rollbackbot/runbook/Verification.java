package dev.rollbackbot.runbook;

import java.time.Duration;
import java.util.List;

/**
 * How the success of a rollback is verified.
 *
 * @param propagation time until a new version is served everywhere; an environment may override it
 * @param passesInARow how many times in a row every probe must pass; at least 1
 * @param interval from one round of probes to the next
 * @param settled a version that had all the traffic for that long before a fault began is good
 * @param inconclusiveAfter how long a probe may give no usable answer before a person decides
 */
public record Verification(
    Duration propagation,
    int passesInARow,
    Duration interval,
    Duration settled,
    Duration inconclusiveAfter,
    List<Probe> probes,
    List<HumanCheck> checks) {
  public Verification {
    probes = List.copyOf(probes);
    checks = List.copyOf(checks);
  }
}
