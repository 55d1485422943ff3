package dev.rollbackbot.incident.verification;

import java.time.Duration;
import java.util.Optional;

/**
 * The result of one run of a probe.
 *
 * @param probe its id
 * @param detail the response in a few words: "200 in 84 ms", "expected 404, got 500"
 * @param latency time until the response; zero when there was none
 * @param reading the value that was measured; empty: the probe measures none, or there was none
 */
public record ProbeResult(
    String probe, Verdict verdict, String detail, Duration latency, Optional<Reading> reading) {
  public enum Verdict {
    PASSED,
    FAILED,
    /** No usable response: never counted as a pass. */
    INCONCLUSIVE
  }

  public static ProbeResult withoutReading(
      String probe, Verdict verdict, String detail, Duration latency) {
    return new ProbeResult(probe, verdict, detail, latency, Optional.empty());
  }
}
