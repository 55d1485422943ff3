package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.Probe;
import java.time.Instant;
import java.util.List;

/** When the running system is looked at. */
public final class Probing {
  private Probing() {}

  /** The probes that a state wants measured now; empty: none any more. */
  public static List<Probe> wanted(State state, Instant now) {
    return switch (state) {
      case State.Propagating s -> all(s);
      case State.Verifying s -> all(s);
      case State.AwaitingSignOff s -> all(s);
      case State.Resolved s -> now.isBefore(s.watchUntil()) ? all(s) : List.of();
      case State.Monitoring _,
          State.Preparing _,
          State.AwaitingApproval _,
          State.RollingBack _,
          State.Paused _,
          State.Blocked _,
          State.Closed _,
          State.Cancelled _ ->
          List.of();
    };
  }

  private static List<Probe> all(State.Measuring s) {
    return s.measurements().probes().stream().map(Measurements.ProbeRun::probe).toList();
  }
}
