package dev.rollbackbot.sandbox.cloudflare.account;

import java.time.Duration;

/** Durations of the stand-in: realistic, or short for tests. */
public record Timings(
    Duration propagation,
    Duration fastestAnswer,
    Duration slowestAnswer,
    Duration heldAnswer,
    Duration healthySite,
    Duration degradedSite,
    Duration sample,
    Duration tailEvent,
    Duration throttle) {
  public static Timings of(boolean fast) {
    return fast ? forTests() : realistic();
  }

  private static Timings realistic() {
    return new Timings(
        Duration.ofSeconds(2),
        Duration.ofMillis(30),
        Duration.ofMillis(80),
        Duration.ofSeconds(15),
        Duration.ofMillis(38),
        Duration.ofMillis(420),
        Duration.ofSeconds(1),
        Duration.ofMillis(700),
        Duration.ofSeconds(5));
  }

  /** Keeps the order of the realistic durations. */
  private static Timings forTests() {
    return new Timings(
        Duration.ofMillis(300),
        Duration.ZERO,
        Duration.ZERO,
        Duration.ofSeconds(3),
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(100),
        Duration.ofMillis(50),
        Duration.ofSeconds(1));
  }
}
