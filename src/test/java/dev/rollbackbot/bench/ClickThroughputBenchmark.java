package dev.rollbackbot.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Acknowledged clicks per second: each is committed before its response. */
final class ClickThroughputBenchmark {
  static final int INCIDENTS = 1_000;
  static final List<Integer> CONNECTIONS = List.of(32, 256);
  private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("bench.warm", 40));
  private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("bench.seconds", 10));

  private ClickThroughputBenchmark() {}

  static void bare(MarkdownTable table, Path folder) {
    try (ChildJavaProcess bolt =
        ChildJavaProcess.start(
            ChildJavaProcess.onClassPath(BoltOnlyEndpoint.class.getName()),
            Map.of("BIND", "127.0.0.1"),
            "/healthz",
            folder.resolve("bare.log"))) {
      measure(table, "(a) bare Bolt, nothing done", bolt, INCIDENTS);
    }
  }

  static void bot(MarkdownTable table, String name, String database, int incidents, Path folder) {
    try (StubSlack slack = new StubSlack(Duration.ofMillis(100));
        ChildJavaProcess bot = BotUnderLoad.start(slack, database, folder.resolve("bot.log"))) {
      measure(table, name, bot, incidents);
    }
  }

  private static void measure(
      MarkdownTable table, String name, ChildJavaProcess server, int incidents) {
    LoadGenerator.drive(server.port(), 32, WARM_UP, i -> clicks(i, 32, incidents));
    for (int connections : CONNECTIONS) {
      LoadGenerator.LoadResult result =
          LoadGenerator.drive(
              server.port(), connections, TIME, i -> clicks(i, connections, incidents));
      table.row(
          name,
          Integer.toString(connections),
          "%,.0f".formatted(result.perSecond()),
          MarkdownTable.millis(result.p50()),
          MarkdownTable.millis(result.p99()),
          Long.toString(result.refused()));
    }
  }

  /**
   * Presses Pause on each of the connection's incidents in turn, then Resume on each. Connections
   * share incidents only if there are fewer incidents than connections.
   */
  private static LoadGenerator.RequestSupplier clicks(
      int connection, int connections, int incidents) {
    int own = Math.max(1, incidents / connections);
    int first = (connection * own) % incidents;
    int[] count = {connection};
    return () -> {
      int click = count[0]++;
      return SignedClicks.request(
          1 + first + click % own, click / own % 2 == 0 ? "pause" : "resume");
    };
  }
}
