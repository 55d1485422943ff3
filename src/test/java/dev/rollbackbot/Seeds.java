package dev.rollbackbot;

import java.util.stream.IntStream;

/** Seeds of a test with random cases. {@code -Dseed=7} replays the case of seed 7. */
public final class Seeds {
  private Seeds() {}

  /** That many seeds, or the one of {@code -Dseed}. */
  public static IntStream of(int number) {
    Integer one = Integer.getInteger("seed");
    return one == null ? IntStream.range(0, number) : IntStream.of(one);
  }
}
