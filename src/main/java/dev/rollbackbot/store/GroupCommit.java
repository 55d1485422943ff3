package dev.rollbackbot.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to a SQLite file with one thread. Work that arrives while a commit is being flushed to
 * disk is committed together in the next one, so that many callers share a flush. A savepoint each
 * lets one fail without the others, and results are returned only after the flush.
 */
final class GroupCommit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  private static final int LARGEST_GROUP = 128;
  private static final String SAVEPOINT = "work";

  private final Jdbi jdbi;
  private final Consumer<Connection> discard;
  private final FairWriterLock lock;
  private final DatabaseErrors errors;
  private final BlockingQueue<QueuedWrite<?>> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private @Nullable Handle handle;

  /** Starts the thread; {@code discard} gets each connection that must not be used again. */
  GroupCommit(Jdbi jdbi, Consumer<Connection> discard, FairWriterLock lock, DatabaseErrors errors) {
    this.jdbi = jdbi;
    this.discard = discard;
    this.lock = lock;
    this.errors = errors;
    this.thread = Thread.ofPlatform().name("database-writer").daemon().start(this::run);
  }

  /**
   * Runs the work in a transaction, durable on return. An exception rolls back to this work's
   * savepoint only.
   */
  <T> T write(Function<Handle, T> work) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("a transaction can't begin inside another one");
    }
    QueuedWrite<T> write = new QueuedWrite<>(work, errors);
    queue.add(write);
    return write.await();
  }

  private void run() {
    List<QueuedWrite<?>> group = new ArrayList<>();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        group.add(queue.take());
        queue.drainTo(group, LARGEST_GROUP - 1);
        group.removeIf(write -> !write.begin());
        commit(group);
        group.clear();
      }
    } catch (InterruptedException e) {
      LOG.debug("writer thread interrupted");
    } finally {
      discardConnection();
    }
  }

  private void commit(List<QueuedWrite<?>> group) {
    try {
      lock.acquire();
      try {
        transaction(group);
      } finally {
        lock.release();
      }
      group.forEach(QueuedWrite::done);
    } catch (SQLException | RuntimeException e) {
      discardConnection();
      RuntimeException unavailable = errors.unavailable(e);
      group.forEach(write -> write.failed(unavailable));
    }
  }

  private void transaction(List<QueuedWrite<?>> group) {
    Handle current = handle();
    current.begin();
    try {
      for (QueuedWrite<?> write : group) {
        runOne(current, write);
      }
    } catch (RuntimeException e) {
      current.rollback();
      throw e;
    }
    flush(current);
  }

  private void flush(Handle current) {
    try {
      current.commit();
    } catch (JdbiException e) {
      rollBack(current, e);
      throw errors.commitFailed(e);
    }
  }

  private static void rollBack(Handle current, JdbiException cause) {
    try {
      current.rollback();
    } catch (JdbiException e) {
      cause.addSuppressed(e);
    }
  }

  private static void runOne(Handle handle, QueuedWrite<?> write) {
    handle.savepoint(SAVEPOINT);
    if (write.run(handle)) {
      handle.releaseSavepoint(SAVEPOINT);
    } else {
      // Fails if the database has already ended the transaction; then the whole group fails.
      handle.rollbackToSavepoint(SAVEPOINT);
    }
  }

  private Handle handle() {
    if (handle == null) {
      handle = jdbi.open();
    }
    return handle;
  }

  /** After a failure the next group begins on another connection. */
  private void discardConnection() {
    Handle current = handle;
    handle = null;
    if (current != null) {
      try {
        discard.accept(current.getConnection());
        current.close();
      } catch (JdbiException e) {
        LOG.debug("connection was not closed", e);
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    RuntimeException closed = errors.unavailable(new IllegalStateException("closed"));
    queue.forEach(write -> write.failed(closed));
  }
}
