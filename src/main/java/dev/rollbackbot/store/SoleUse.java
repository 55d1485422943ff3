package dev.rollbackbot.store;

import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a SQLite file for one process: its writers take turns inside of it, and what is picked
 * there at a start was picked by a process that is gone. The lock is on a file beside it, because
 * closing any other handle of the database's own file would drop SQLite's locks. It ends with the
 * process, however that ends; the empty file stays.
 */
final class SoleUse implements AutoCloseable {
  private final FileChannel channel;

  private SoleUse(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes it.
   *
   * @throws StoreUnavailable when another process has it, or the lock can't be made
   */
  static SoleUse take(Path database) {
    Path file = Path.of(database + ".lock");
    try {
      Path folder = database.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (locked(channel) != null) {
        return new SoleUse(channel);
      }
      channel.close();
    } catch (IOException e) {
      throw Trouble.unavailable(database.toString(), e);
    }
    throw new StoreUnavailable(
        "The database "
            + database
            + " can't be used: another process of the bot uses it, and has the lock "
            + file.getFileName()
            + ". Stop that one first; several at a time need PostgreSQL.");
  }

  private static @Nullable FileLock locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The lock of the database could not be released", e);
    }
  }
}
