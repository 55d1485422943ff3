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
 * Writes to a SQLite file with one thread. What waits while a commit is flushed to the disk is
 * committed together by the next one, so that many writers share a flush; each still has its own
 * fate, by a savepoint, and hears of it only after the flush.
 */
final class GroupCommit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  /** As many as share one flush. */
  private static final int MOST = 128;

  private static final String ONE = "one";

  private final Jdbi jdbi;
  private final Consumer<Connection> discard;
  private final Turns turns;
  private final String where;
  private final BlockingQueue<Write<?>> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private @Nullable Handle handle;

  /**
   * Begins to write.
   *
   * @param discard what a connection is given to that is of no use any more
   */
  GroupCommit(Jdbi jdbi, Consumer<Connection> discard, Turns turns, String where) {
    this.jdbi = jdbi;
    this.discard = discard;
    this.turns = turns;
    this.where = where;
    this.thread = Thread.ofPlatform().name("database-writer").daemon().start(this::run);
  }

  /** Runs that in a transaction; durable on return. What it throws takes back only its own. */
  <T> T write(Function<Handle, T> work) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("a transaction can't begin inside of another one");
    }
    Write<T> write = new Write<>(work);
    queue.add(write);
    return write.await(where);
  }

  private void run() {
    List<Write<?>> together = new ArrayList<>();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        together.add(queue.take());
        queue.drainTo(together, MOST - 1);
        together.removeIf(write -> !write.begin());
        commit(together);
        together.clear();
      }
    } catch (InterruptedException e) {
      LOG.debug("the writer ends");
    } finally {
      forget();
    }
  }

  private void commit(List<Write<?>> together) {
    try {
      turns.take();
      try {
        transaction(together);
      } finally {
        turns.give();
      }
      together.forEach(Write::done);
    } catch (SQLException | RuntimeException e) {
      forget();
      RuntimeException trouble = Trouble.unavailable(where, e);
      together.forEach(write -> write.failed(trouble));
    }
  }

  private void transaction(List<Write<?>> together) {
    Handle h = handle();
    h.begin();
    try {
      for (Write<?> write : together) {
        one(h, write);
      }
      h.commit();
    } catch (RuntimeException e) {
      h.rollback();
      throw e;
    }
  }

  private static void one(Handle h, Write<?> write) {
    h.savepoint(ONE);
    if (write.run(h)) {
      h.releaseSavepoint(ONE);
    } else {
      // Fails when the database has ended the transaction by itself: then all in it have failed.
      h.rollbackToSavepoint(ONE);
    }
  }

  private Handle handle() {
    Handle h = handle;
    if (h == null) {
      h = jdbi.open();
      handle = h;
    }
    return h;
  }

  /** After trouble the next ones begin on another connection. */
  private void forget() {
    Handle h = handle;
    handle = null;
    if (h != null) {
      try {
        discard.accept(h.getConnection());
        h.close();
      } catch (JdbiException e) {
        LOG.debug("a connection did not close", e);
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
    queue.forEach(
        write -> write.failed(Trouble.unavailable(where, new IllegalStateException("closed"))));
  }
}
