package dev.rollbackbot.store;

import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** One caller's work in a group commit, and its result. */
final class QueuedWrite<T> {
  private enum WritePhase {
    WAITING,
    STARTED,
    ABANDONED
  }

  private final Function<Handle, T> work;
  private final DatabaseErrors errors;
  private final AtomicReference<WritePhase> phase = new AtomicReference<>(WritePhase.WAITING);
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable T result;
  private @Nullable Throwable failure;

  QueuedWrite(Function<Handle, T> work, DatabaseErrors errors) {
    this.work = work;
    this.errors = errors;
  }

  /** False: the caller has left the queue. */
  boolean begin() {
    return phase.compareAndSet(WritePhase.WAITING, WritePhase.STARTED);
  }

  /** False: it failed and must be rolled back to its savepoint. */
  // Anything thrown is passed to the caller; the others in the group must go on.
  @SuppressWarnings("PMD.AvoidCatchingThrowable")
  boolean run(Handle handle) {
    try {
      result = work.apply(handle);
      return true;
    } catch (Throwable e) {
      failure = e;
      return false;
    }
  }

  void done() {
    ended.countDown();
  }

  /** The group's commit failed; work that had failed before keeps its own exception. */
  void failed(RuntimeException cause) {
    if (failure == null) {
      failure = cause;
    }
    ended.countDown();
  }

  /** Waits for the start up to the lock timeout; once started, until the result is known. */
  T await() {
    try {
      if (!ended.await(errors.lockTimeout().toMillis(), TimeUnit.MILLISECONDS)
          && phase.compareAndSet(WritePhase.WAITING, WritePhase.ABANDONED)) {
        throw errors.unavailable(
            new SQLTransientConnectionException("too many writers wait for their turn"));
      }
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return interrupted(e);
    }
    return outcome();
  }

  /**
   * An interrupted caller may leave the queue; once its work has started it waits for the result.
   */
  private T interrupted(InterruptedException exception) {
    if (phase.compareAndSet(WritePhase.WAITING, WritePhase.ABANDONED)) {
      throw errors.unavailable(
          new SQLTransientConnectionException("interrupted while waiting for a turn", exception));
    }
    while (true) {
      try {
        ended.await();
        return outcome();
      } catch (InterruptedException interruptedAgain) {
        // The interrupt flag is set already.
      }
    }
  }

  @SuppressWarnings("NullAway") // work that returns null has a result type that allows it
  private T outcome() {
    return switch (failure) {
      case null -> result;
      case JdbiException exception -> throw errors.unavailable(exception);
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      case Throwable cause -> throw new IllegalStateException(cause);
    };
  }
}
