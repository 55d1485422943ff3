package dev.rollbackbot.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** The one source of chance of a run, and of every fault in it. */
final class SeededRandom {
  private static final int CRASHES_AT_MOST = 6;

  private final Random random;
  private boolean calm;
  private int crashes;

  SeededRandom(long seed) {
    this.random = new Random(seed);
  }

  /** From now on nothing goes wrong any more. */
  void calmDown() {
    calm = true;
  }

  boolean calm() {
    return calm;
  }

  /** Whether something goes wrong that does so that often. */
  boolean fault(double often) {
    return !calm && random.nextDouble() < often;
  }

  boolean yes(double often) {
    return random.nextDouble() < often;
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

  /** Every now and then the process dies. */
  void maybeCrash(String where) {
    if (crashes < CRASHES_AT_MOST && fault(0.006)) {
      crashes++;
      throw new SimulatedCrash(where);
    }
  }
}
