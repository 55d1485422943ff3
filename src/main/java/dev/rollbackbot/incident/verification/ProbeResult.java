package dev.rollbackbot.incident.verification;

import java.time.Duration;

/**
 * What one probe saw once.
 *
 * @param probe its id
 * @param detail what came back, in a few words: "200 in 84 ms", "expected 404, got 500"
 * @param latency how long the answer took; zero when there was none
 */
public record ProbeResult(String probe, Verdict verdict, String detail, Duration latency) {
  /** What it means. */
  public enum Verdict {
    PASSED,
    FAILED,
    /** No answer that says anything: never counted as a pass. */
    INCONCLUSIVE
  }
}
