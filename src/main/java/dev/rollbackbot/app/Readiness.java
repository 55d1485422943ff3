package dev.rollbackbot.app;

import java.time.Instant;
import java.util.Optional;

/** Whether a part works, in a line for a person. */
public record Readiness(boolean ready, String text) {
  public static final Readiness WELL = new Readiness(true, "well");

  /**
   * What is wrong with a part.
   *
   * @param lasting whether it is known not to mend by itself; otherwise it counts after a while
   * @param since from when; empty: it is first noticed now
   */
  public record ReadinessProblem(String text, boolean lasting, Optional<Instant> since) {
    public static ReadinessProblem atOnce(String text) {
      return new ReadinessProblem(text, true, Optional.empty());
    }
  }
}
