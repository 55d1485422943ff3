package dev.rollbackbot.simulation;

import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeRound;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** What the probes show of a service: sometimes nothing, and sometimes the wrong thing. */
final class SimulatedProbes {
  private static final Duration LATENCY = Duration.ofMillis(300);

  private final SeededRandom random;
  private final TracingClock clock;
  private final BooleanSupplier healthy;
  private final Set<Measurement> measurements = new HashSet<>();

  SimulatedProbes(SeededRandom random, TracingClock clock, BooleanSupplier healthy) {
    this.random = random;
    this.clock = clock;
    this.healthy = healthy;
  }

  /** There is one probe. */
  private record Measurement(ProbeResult.Verdict verdict, Instant at) {}

  ProbeResult measure(ProbeRound.ProbeTarget target) {
    return ProbeResult.withoutReading(target.probe().id(), measured(), "", LATENCY);
  }

  boolean measured(ProbeResult.Verdict verdict, Instant at) {
    return measurements.contains(new Measurement(verdict, at));
  }

  private ProbeResult.Verdict measured() {
    ProbeResult.Verdict verdict = verdict();
    measurements.add(new Measurement(verdict, clock.instant()));
    return verdict;
  }

  private ProbeResult.Verdict verdict() {
    if (random.fault(0.1)) {
      return ProbeResult.Verdict.INCONCLUSIVE;
    }
    boolean passes = healthy.getAsBoolean() && !random.fault(0.05);
    return passes ? ProbeResult.Verdict.PASSED : ProbeResult.Verdict.FAILED;
  }
}
