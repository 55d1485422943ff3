package dev.rollbackbot.sandbox.cloudflare.account;

import java.time.Duration;

/** How long things take in the sandbox: as people know them, or short ones for tests. */
public record Timings(
    Duration spread,
    Duration fastestAnswer,
    Duration slowestAnswer,
    Duration heldAnswer,
    Duration healthySite,
    Duration degradedSite,
    Duration sample,
    Duration tailEvent,
    Duration throttle) {

  public static Timings of(boolean fast) {
    return fast ? forTests() : lifelike();
  }

  private static Timings lifelike() {
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

  /** Differs from the lifelike pace in length only; every order between two of them is kept. */
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
