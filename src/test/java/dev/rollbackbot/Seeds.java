package dev.rollbackbot;

import java.util.stream.IntStream;

/** Seeds of a test that makes its cases up. {@code -Dseed=7} replays the one with seed 7. */
public final class Seeds {
  private Seeds() {}

  /** So many seeds, or the one that was asked for. */
  public static IntStream of(int number) {
    Integer one = Integer.getInteger("seed");
    return one == null ? IntStream.range(0, number) : IntStream.of(one);
  }
}
