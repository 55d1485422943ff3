package dev.rollbackbot.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The run's clock, and the trace of the run. */
final class TracingClock implements InstantSource {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final List<String> lines = new ArrayList<>();
  private Instant now = START;

  @Override
  public Instant instant() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  void passUntil(Instant time) {
    if (time.isAfter(now)) {
      now = time;
    }
  }

  void note(String what) {
    lines.add("%9.3f s  %s".formatted(Duration.between(START, now).toMillis() / 1000.0, what));
  }

  List<String> lines() {
    return lines;
  }
}
