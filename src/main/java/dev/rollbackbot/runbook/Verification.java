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
 * @param watch how long the probes and what is live are watched after RESOLVED
 */
public record Verification(
    Duration propagation,
    int passesInARow,
    Duration interval,
    Duration settled,
    Duration inconclusiveAfter,
    Duration watch,
    List<Probe> probes,
    List<HumanCheck> checks) {
  private static final Duration LONGEST_WATCH_INTERVAL = Duration.ofMinutes(5);

  public Verification {
    probes = List.copyOf(probes);
    checks = List.copyOf(checks);
  }

  /** How long something may not be read after RESOLVED before people are told. */
  public Duration longestGap() {
    Duration half = watch.dividedBy(2);
    return half.compareTo(inconclusiveAfter) < 0 ? half : inconclusiveAfter;
  }

  /** From one reading of what is live to the next, after RESOLVED. */
  public Duration watchInterval() {
    Duration twelfth = watch.dividedBy(12);
    return twelfth.compareTo(LONGEST_WATCH_INTERVAL) < 0 ? twelfth : LONGEST_WATCH_INTERVAL;
  }
}
