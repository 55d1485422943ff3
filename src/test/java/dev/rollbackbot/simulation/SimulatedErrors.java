package dev.rollbackbot.simulation;

import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The error rate of the service that a trigger measures. With a bad version it is high, and at
 * times it is low all the same, so that a trigger recovers by itself or flaps; at times the source
 * has no data; now and then a measurement is wrong.
 */
final class SimulatedErrors {
  static final String HIGH = "4.1 % of requests fail";
  static final String LOW = "0.2 % of requests fail";
  static final String NO_DATA = "no data";

  /** What is live is read first: a measurement is made so much later than its round began. */
  static final Duration ROUND = Duration.ofMillis(400);

  private static final Duration LATENCY = Duration.ofMillis(300);

  private final SeededRandom random;
  private final TracingClock clock;
  private final BooleanSupplier healthy;
  private final List<Measured> measured = new ArrayList<>();
  private Instant noDataUntil = Instant.MIN;
  private Instant lowUntil = Instant.MIN;

  /** What was measured, whatever the bot has made of it. */
  record Measured(Instant at, Verdict verdict) {}

  SimulatedErrors(SeededRandom random, TracingClock clock, BooleanSupplier healthy) {
    this.random = random;
    this.clock = clock;
    this.healthy = healthy;
  }

  /** For that time requests work, whatever is live. */
  void lower(Duration time) {
    lowUntil = clock.instant().plus(time);
  }

  /** From now on it is as high as what is live makes it. */
  void raise() {
    lowUntil = clock.instant();
  }

  /** For that time nothing can be measured. */
  void hide(Duration time) {
    noDataUntil = clock.instant().plus(time);
  }

  ProbeResult measure(String probe) {
    Instant now = clock.instant();
    if (random.fault(0.06)) {
      noDataUntil = now.plus(random.seconds(20, 200));
    }
    if (random.fault(0.04)) {
      lowUntil = now.plus(random.seconds(20, 400));
    }
    Verdict verdict = verdict(now);
    measured.add(new Measured(now, verdict));
    clock.note("measured " + verdict);
    return ProbeResult.withoutReading(probe, verdict, text(verdict), LATENCY);
  }

  private Verdict verdict(Instant now) {
    if (!random.calm() && now.isBefore(noDataUntil)) {
      return Verdict.INCONCLUSIVE;
    }
    return high(now) || random.fault(0.02) ? Verdict.FAILED : Verdict.PASSED;
  }

  /** Whether requests fail now. */
  boolean high(Instant now) {
    return !healthy.getAsBoolean() && (random.calm() || !now.isBefore(lowUntil));
  }

  static String text(Verdict verdict) {
    return switch (verdict) {
      case FAILED -> HIGH;
      case PASSED -> LOW;
      case INCONCLUSIVE -> NO_DATA;
    };
  }

  /** How often that was measured by then. */
  int shown(String text, Instant by) {
    return (int)
        measured.stream()
            .filter(m -> !m.at().isAfter(by) && text(m.verdict()).equals(text))
            .count();
  }

  /** Whether the last one before that time passed or failed. */
  boolean lastIsConclusive(Instant until) {
    return measured.reversed().stream()
        .filter(m -> m.at().isBefore(until))
        .findFirst()
        .filter(m -> m.verdict() != Verdict.INCONCLUSIVE)
        .isPresent();
  }

  /**
   * So many had that verdict one after the other up to then; inconclusive ones count neither way.
   */
  int row(Verdict verdict, Instant until) {
    return (int)
        measured.reversed().stream()
            .filter(m -> !m.at().isAfter(until) && m.verdict() != Verdict.INCONCLUSIVE)
            .takeWhile(m -> m.verdict() == verdict)
            .count();
  }

  /** When that row began. */
  Instant begin(Verdict verdict, Instant until) {
    return measured.reversed().stream()
        .filter(m -> !m.at().isAfter(until) && m.verdict() != Verdict.INCONCLUSIVE)
        .takeWhile(m -> m.verdict() == verdict)
        .map(Measured::at)
        .reduce((_, earliest) -> earliest)
        .orElseThrow();
  }

  List<Measured> all() {
    return List.copyOf(measured);
  }
}
