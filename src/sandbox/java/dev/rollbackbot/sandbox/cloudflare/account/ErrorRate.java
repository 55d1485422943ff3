package dev.rollbackbot.sandbox.cloudflare.account;

import static dev.rollbackbot.sandbox.shared.JsonHelper.array;
import static dev.rollbackbot.sandbox.shared.JsonHelper.object;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Samples of the error rate in percent: between 4 and 8 while calls fail, and at its floor two
 * samples after they succeed. Thread-safe.
 */
public final class ErrorRate {
  private static final int KEPT = 60;
  private static final double FLOOR = 0.2;
  private static final double MIDDLE = 6;
  private static final double SWING = 1.8;
  private static final double DECAY = 0.1;
  private static final double WAVE_SECONDS = 3.1;

  private record Sample(Instant at, double percent) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /** Starts with a window full of errors: the bad release is older than the window. */
  public ErrorRate(Instant now, Duration every) {
    restart(now, every);
  }

  public synchronized void restart(Instant now, Duration every) {
    samples.clear();
    for (int i = KEPT - 1; i >= 0; i--) {
      add(now.minus(every.multipliedBy(i)), true);
    }
  }

  public synchronized void add(Instant now, boolean failing) {
    double last = samples.isEmpty() ? FLOOR : samples.getLast().percent();
    double percent =
        failing
            ? MIDDLE + SWING * Math.sin(now.toEpochMilli() / 1000.0 / WAVE_SECONDS)
            : Math.max(FLOOR, last * DECAY);
    samples.addLast(new Sample(now, Math.round(percent * 10) / 10.0));
    if (samples.size() > KEPT) {
      samples.removeFirst();
    }
  }

  public synchronized double percent() {
    return samples.getLast().percent();
  }

  public synchronized JsonArray json() {
    JsonArrayBuilder list = array();
    samples.forEach(sample ->
        list.add(object().add("at", sample.at().toString()).add("percent", sample.percent())));
    return list.build();
  }
}
