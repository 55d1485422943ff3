package dev.rollbackbot.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Acknowledged clicks per second: each is decided and committed before it is answered. */
final class ClickThroughputBenchmark {
  static final int INCIDENTS = 1_000;
  static final List<Integer> CONNECTIONS = List.of(32, 256);
  private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("bench.warm", 40));
  private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("bench.seconds", 10));

  private ClickThroughputBenchmark() {}

  static void bare(MarkdownTable markdownTable, Path folder) {
    try (ChildJavaProcess bolt =
        ChildJavaProcess.start(
            ChildJavaProcess.onClassPath("dev.rollbackbot.bench.BoltOnlyEndpoint"),
            Map.of("BIND", "127.0.0.1"),
            "/healthz",
            folder.resolve("bare.log"))) {
      measure(markdownTable, "(a) bare Bolt, nothing done", bolt, INCIDENTS);
    }
  }

  static void bot(
      MarkdownTable markdownTable, String name, String database, int incidents, Path folder) {
    try (StubSlack slack = new StubSlack(Duration.ofMillis(100));
        ChildJavaProcess bot = BotUnderLoad.start(slack, database, folder.resolve("bot.log"))) {
      measure(markdownTable, name, bot, incidents);
    }
  }

  private static void measure(
      MarkdownTable markdownTable, String name, ChildJavaProcess server, int incidents) {
    LoadGenerator.drive(server.port(), 32, WARM_UP, i -> presser(i, 32, incidents));
    for (int connections : CONNECTIONS) {
      LoadGenerator.LoadResult loadResult =
          LoadGenerator.drive(
              server.port(), connections, TIME, i -> presser(i, connections, incidents));
      markdownTable.row(
          name,
          Integer.toString(connections),
          "%,.0f".formatted(loadResult.perSecond()),
          MarkdownTable.millis(loadResult.p50()),
          MarkdownTable.millis(loadResult.p99()),
          Long.toString(loadResult.refused()));
    }
  }

  /**
   * Each connection has incidents of its own, unless there are fewer than connections; it presses
   * Pause on each in turn, then Resume on each.
   */
  private static LoadGenerator.RequestSupplier presser(
      int connection, int connections, int incidents) {
    int own = Math.max(1, incidents / connections);
    int first = (connection * own) % incidents;
    int[] count = {connection};
    return () -> {
      int n = count[0]++;
      return SignedClicks.request(1 + first + n % own, n / own % 2 == 0 ? "pause" : "resume");
    };
  }
}
