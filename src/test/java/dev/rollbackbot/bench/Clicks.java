package dev.rollbackbot.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Acknowledged clicks per second: each is decided and committed before it is answered. */
final class Clicks {
  static final int INCIDENTS = 1_000;
  static final List<Integer> CONNECTIONS = List.of(32, 256);
  private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("bench.warm", 40));
  private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("bench.seconds", 10));

  private Clicks() {}

  static void bare(Table table, Path folder) {
    try (Child bolt =
        Child.start(
            Child.onClassPath("dev.rollbackbot.bench.BareBolt"),
            Map.of("BIND", "127.0.0.1"),
            "/healthz",
            folder.resolve("bare.log"))) {
      measure(table, "(a) bare Bolt, nothing done", bolt, INCIDENTS);
    }
  }

  static void bot(Table table, String name, String database, int incidents, Path folder) {
    try (StubSlack slack = new StubSlack(Duration.ofMillis(100));
        Child bot = BotUnderLoad.start(slack, database, folder.resolve("bot.log"))) {
      measure(table, name, bot, incidents);
    }
  }

  private static void measure(Table table, String name, Child server, int incidents) {
    Load.drive(server.port(), 32, WARM_UP, i -> presser(i, 32, incidents));
    for (int connections : CONNECTIONS) {
      Load.Result r =
          Load.drive(server.port(), connections, TIME, i -> presser(i, connections, incidents));
      table.row(
          name,
          Integer.toString(connections),
          "%,.0f".formatted(r.perSecond()),
          Table.millis(r.p50()),
          Table.millis(r.p99()),
          Long.toString(r.refused()));
    }
  }

  /**
   * Each connection has incidents of its own, unless there are fewer than connections; it presses
   * Pause on each in turn, then Resume on each.
   */
  private static Load.Requests presser(int connection, int connections, int incidents) {
    int own = Math.max(1, incidents / connections);
    int first = (connection * own) % incidents;
    int[] count = {connection};
    return () -> {
      int n = count[0]++;
      return Click.request(1 + first + n % own, n / own % 2 == 0 ? "pause" : "resume");
    };
  }
}
