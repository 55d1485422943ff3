package dev.rollbackbot.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite's native library from a temporary folder and deletes the folder at once. The driver
 * would delete its extracted copy only when the process exits, so each killed process would leave
 * one behind. A loaded library needs no file on Linux and macOS; elsewhere the driver's own
 * deletion at the exit remains.
 */
final class SqliteLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);
  private static final String FOLDER = "org.sqlite.tmpdir";

  private static boolean loaded;

  private SqliteLibrary() {}

  /** On a failure does nothing: the first connection tries again and reports it. */
  static synchronized void load() {
    if (loaded) {
      return;
    }
    String temporary = System.getProperty(FOLDER, System.getProperty("java.io.tmpdir"));
    try {
      Path folder = Files.createTempDirectory(Path.of(temporary), "rollback-bot-sqlite");
      System.setProperty(FOLDER, folder.toString());
      SQLiteJDBCLoader.initialize();
      loaded = true;
      delete(folder);
    } catch (Exception e) { // what the driver declares
      LOG.debug("native library not loaded yet folder={}", temporary, e);
    } finally {
      System.setProperty(FOLDER, temporary);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
