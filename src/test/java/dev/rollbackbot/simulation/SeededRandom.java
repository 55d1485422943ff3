package dev.rollbackbot.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** The only source of randomness in a run, and so of every fault. */
final class SeededRandom {
  private static final int CRASHES_AT_MOST = 6;

  private final Random random;
  private boolean calm;
  private boolean steered;
  private int crashes;

  SeededRandom(long seed) {
    this.random = new Random(seed);
  }

  /** Ends the faults. */
  void calmDown() {
    calm = true;
  }

  boolean calm() {
    return calm;
  }

  /** Whether the run is led to a certain place, where the faults begin. */
  void steer(boolean now) {
    steered = now;
  }

  /** Nothing fails, and people do what leads on. */
  boolean orderly() {
    return calm || steered;
  }

  boolean fault(double probability) {
    return !orderly() && random.nextDouble() < probability;
  }

  boolean yes(double probability) {
    return random.nextDouble() < probability;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T of(List<T> all) {
    return all.get(below(all.size()));
  }

  Duration seconds(int from, int to) {
    return Duration.ofMillis(1_000L * from + random.nextInt(1_000 * (to - from)));
  }

  int crashes() {
    return crashes;
  }

  void maybeCrash(String where) {
    if (crashes < CRASHES_AT_MOST && fault(0.006)) {
      crashes++;
      throw new SimulatedCrash(where);
    }
  }
}
