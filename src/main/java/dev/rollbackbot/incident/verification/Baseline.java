package dev.rollbackbot.incident.verification;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the probes showed before anything was changed.
 *
 * @param at when they ran; empty: they have not
 * @param wanted whether they should run (again) while nothing is changed
 */
public record Baseline(List<ProbeResult> results, Optional<Instant> at, boolean wanted) {
  public static final Baseline NONE = new Baseline(List.of(), Optional.empty(), false);

  public Baseline {
    results = List.copyOf(results);
  }

  public static Baseline of(List<ProbeResult> results, Instant at) {
    return new Baseline(results, Optional.of(at), false);
  }

  /** An earlier result stays until there is a newer one. */
  public Baseline wantedAgain() {
    return new Baseline(results, at, true);
  }

  public Optional<ProbeResult> result(String probe) {
    return results.stream().filter(r -> r.probe().equals(probe)).findFirst();
  }
}
