package dev.rollbackbot.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs the benchmarks that are named, or all of them. */
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
        case "overhead" -> Overhead.measure(folder);
        case "panel" -> panel(folder);
        case "start" -> StartUp.measure(folder);
        default -> throw new IllegalArgumentException(each + " is none of " + ALL);
      }
      System.out.println();
    }
  }

  private static Table clickTable() {
    return new Table("Clicks", "connections", "per second", "p50", "p99", "not 200");
  }

  private static void clicks(Path folder) {
    Table table = clickTable();
    Clicks.bare(table, folder);
    String many = "jdbc:sqlite:" + folder.resolve("clicks.db");
    Seed.fill(many, Clicks.INCIDENTS, 0);
    Clicks.bot(table, "(b) the bot, SQLite", many, Clicks.INCIDENTS, folder);
    String one = "jdbc:sqlite:" + folder.resolve("one.db");
    Seed.fill(one, 1, 0);
    Clicks.bot(table, "(d) the bot, SQLite, one incident", one, 1, folder);
  }

  private static void postgres(Path folder) throws IOException {
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("fsync", "on")
            .start()) {
      String url = server.getJdbcUrl("postgres", "postgres");
      Seed.fill(url, Clicks.INCIDENTS, 0);
      Clicks.bot(clickTable(), "(c) the bot, PostgreSQL", url, Clicks.INCIDENTS, folder);
    }
  }

  private static void growth(Path folder) {
    String grown = "jdbc:sqlite:" + folder.resolve("grown.db");
    Seed.fill(grown, MANY_INCIDENTS, MANY_EVENTS);
    Clicks.bot(clickTable(), "(b) grown: 10,000 open, 5 M events", grown, MANY_INCIDENTS, folder);
  }

  private static void panel(Path folder) {
    String database = "jdbc:sqlite:" + folder.resolve("panel.db");
    Seed.fill(database, Clicks.INCIDENTS, 0);
    Table table = new Table("Click to panel", "p50", "p99");
    ClickToPanel.measure(table, folder, database, Clicks.INCIDENTS);
  }
}
