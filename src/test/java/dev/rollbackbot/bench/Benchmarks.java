package dev.rollbackbot.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs the named benchmarks; without names, all of them. */
public final class Benchmarks {
  private static final List<String> ALL =
      List.of("clicks", "postgres", "growth", "overhead", "panel", "start");
  private static final int MANY_INCIDENTS = 10_000;
  private static final long MANY_EVENTS = 5_000_000;

  private Benchmarks() {}

  public static void main(String[] args) throws IOException {
    List<String> wanted = args.length == 0 ? ALL : List.of(args);
    Path folder = Files.createTempDirectory(Path.of("target"), "bench");
    for (String each : wanted) {
      switch (each) {
        case "clicks" -> clicks(folder);
        case "postgres" -> postgres(folder);
        case "growth" -> growth(folder);
        case "overhead" -> RollbackOverheadBenchmark.measure(folder);
        case "panel" -> panel(folder);
        case "start" -> StartUpBenchmark.measure(folder);
        default -> throw new IllegalArgumentException(each + " is none of " + ALL);
      }
      System.out.println();
    }
  }

  private static MarkdownTable clickTable() {
    return new MarkdownTable("Clicks", "connections", "per second", "p50", "p99", "not 200");
  }

  private static void clicks(Path folder) {
    MarkdownTable table = clickTable();
    ClickThroughputBenchmark.bare(table, folder);
    String many = "jdbc:sqlite:" + folder.resolve("clicks.db");
    OpenIncidentSeeder.fill(many, ClickThroughputBenchmark.INCIDENTS, 0);
    ClickThroughputBenchmark.bot(
        table, "(b) the bot, SQLite", many, ClickThroughputBenchmark.INCIDENTS, folder);
    String one = "jdbc:sqlite:" + folder.resolve("one.db");
    OpenIncidentSeeder.fill(one, 1, 0);
    ClickThroughputBenchmark.bot(table, "(d) the bot, SQLite, one incident", one, 1, folder);
  }

  private static void postgres(Path folder) throws IOException {
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("fsync", "on")
            .start()) {
      String url = server.getJdbcUrl("postgres", "postgres");
      OpenIncidentSeeder.fill(url, ClickThroughputBenchmark.INCIDENTS, 0);
      ClickThroughputBenchmark.bot(
          clickTable(), "(c) the bot, PostgreSQL", url, ClickThroughputBenchmark.INCIDENTS, folder);
    }
  }

  private static void growth(Path folder) {
    String grown = "jdbc:sqlite:" + folder.resolve("grown.db");
    OpenIncidentSeeder.fill(grown, MANY_INCIDENTS, MANY_EVENTS);
    ClickThroughputBenchmark.bot(
        clickTable(), "(b) grown: 10,000 open, 5 M events", grown, MANY_INCIDENTS, folder);
  }

  private static void panel(Path folder) {
    String database = "jdbc:sqlite:" + folder.resolve("panel.db");
    OpenIncidentSeeder.fill(database, ClickThroughputBenchmark.INCIDENTS, 0);
    MarkdownTable table = new MarkdownTable("Click to panel", "p50", "p99");
    ClickToPanelBenchmark.measure(table, folder, database, ClickThroughputBenchmark.INCIDENTS);
  }
}
