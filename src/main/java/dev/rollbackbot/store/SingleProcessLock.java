package dev.rollbackbot.store;

import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.secret.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reserves a SQLite file for one process: its writers share an in-memory lock, and a task that is
 * picked at the start belongs to a process that has ended. The lock is on a file beside the
 * database, because closing another descriptor of the database file would drop SQLite's own locks.
 * It ends with the process, however that ends; the empty file remains.
 */
final class SingleProcessLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SingleProcessLock.class);

  private final FileChannel channel;

  private SingleProcessLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Acquires the lock without waiting.
   *
   * @throws StoreUnavailable when another process holds it, or the lock file can't be created
   */
  static SingleProcessLock acquire(Path database, DatabaseErrors errors) {
    Path file = Path.of(database + ".lock");
    try {
      Path folder = database.toAbsolutePath().getParent();
      if (folder != null) {
        PrivateFiles.createFolder(folder);
      }
      PrivateFiles.createFile(file);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) != null) {
        makePrivate(database);
        return new SingleProcessLock(channel);
      }
      channel.close();
    } catch (IOException e) {
      throw errors.unavailable(e);
    }
    throw new StoreUnavailable(
        "The database "
            + database
            + " can't be used: another process of the bot uses it, and has the lock "
            + file.getFileName()
            + ". Stop that one first; several at a time need PostgreSQL.");
  }

  /**
   * SQLite gives its other files the rights of this one. One that can't be changed is left alone.
   */
  private static void makePrivate(Path database) {
    try {
      PrivateFiles.createFile(database);
      for (String other : List.of("-wal", "-shm")) {
        if (Files.exists(Path.of(database + other))) {
          PrivateFiles.createFile(Path.of(database + other));
        }
      }
    } catch (IOException e) {
      LOG.warn("rights not restricted to the owner file={} cause={}", database, e.toString());
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
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
      throw new UncheckedIOException("the lock of the database could not be released", e);
    }
  }
}
