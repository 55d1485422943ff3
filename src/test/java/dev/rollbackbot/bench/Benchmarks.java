package dev.rollbackbot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs the benchmarks that are named, or all: clicks. */
public final class Benchmarks {
  private Benchmarks() {}

  public static void main(String[] args) throws IOException {
    List<String> wanted = args.length == 0 ? List.of("clicks") : List.of(args);
    Path folder = Files.createTempDirectory(Path.of("target"), "bench");
    if (wanted.contains("clicks")) {
      clicks(folder);
    }
  }

  private static void clicks(Path folder) {
    Table table = new Table("Clicks", "connections", "per second", "p50", "p99", "not 200");
    Clicks.bare(table, folder);
    String sqlite = "jdbc:sqlite:" + folder.resolve("clicks.db");
    Seed.fill(sqlite, Clicks.INCIDENTS, 0);
    Clicks.bot(table, "(b) the bot, SQLite", sqlite, Clicks.INCIDENTS, folder);
  }
}
