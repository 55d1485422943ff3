package dev.rollbackbot.store.maintenance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** A copy of a SQLite database, also while a bot is using it. */
public final class SqliteBackup {
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private SqliteBackup() {}

  /**
   * Copies what is committed at one moment.
   *
   * @param to must not exist; readable by its owner only
   * @param lockTimeout the longest wait for a lock
   * @throws IOException when a file is missing, exists already, or can't be read or written; no
   *     copy is left behind then
   */
  public static void copy(Path from, Path to, Duration lockTimeout) throws IOException {
    if (!Files.isRegularFile(from)) {
      throw new NoSuchFileException(from.toString());
    }
    boolean posix = from.getFileSystem().supportedFileAttributeViews().contains("posix");
    Files.createFile(to, posix ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0]);
    SQLiteConfig config = new SQLiteConfig();
    // A mistyped path must not become a new database.
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setBusyTimeout((int) lockTimeout.toMillis());
    try (Connection connection = config.createConnection("jdbc:sqlite:" + from);
        PreparedStatement statement = connection.prepareStatement("vacuum into ?")) {
      statement.setString(1, to.toString());
      statement.execute();
    } catch (SQLException e) {
      Files.deleteIfExists(to);
      throw new IOException(e.getMessage(), e);
    }
  }
}
