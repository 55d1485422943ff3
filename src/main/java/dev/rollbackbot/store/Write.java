package dev.rollbackbot.store;

import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** One writer's part of a group, and how it ended. */
final class Write<T> {
  private enum Phase {
    WAITING,
    BEGUN,
    GIVEN_UP
  }

  private final Function<Handle, T> work;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable T result;
  private @Nullable Throwable failure;

  Write(Function<Handle, T> work) {
    this.work = work;
  }

  /** False: whoever waited has given up. */
  boolean begin() {
    return phase.compareAndSet(Phase.WAITING, Phase.BEGUN);
  }

  /** False: it failed, and what it did has to be taken back. */
  // Whatever is thrown belongs to whoever waits, and the others in the group must go on.
  @SuppressWarnings("PMD.AvoidCatchingThrowable")
  boolean run(Handle h) {
    try {
      result = work.apply(h);
      return true;
    } catch (Throwable e) {
      failure = e;
      return false;
    }
  }

  void done() {
    ended.countDown();
  }

  /** The group could not be committed; one that had failed by itself keeps its own reason. */
  void failed(RuntimeException why) {
    if (failure == null) {
      failure = why;
    }
    ended.countDown();
  }

  /** Waits for its turn for a while; once it has begun, for as long as it takes to know its end. */
  T await(String where) {
    try {
      if (!ended.await(Pools.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          && phase.compareAndSet(Phase.WAITING, Phase.GIVEN_UP)) {
        throw Trouble.unavailable(
            where, new SQLTransientConnectionException("too many writers wait for their turn"));
      }
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return interrupted(where, e);
    }
    return outcome(where);
  }

  /** Somebody who is stopped may leave before his turn, but not without knowing how it ended. */
  private T interrupted(String where, InterruptedException e) {
    if (phase.compareAndSet(Phase.WAITING, Phase.GIVEN_UP)) {
      throw Trouble.unavailable(
          where, new SQLTransientConnectionException("interrupted while waiting for a turn", e));
    }
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException again) {
        // The flag is up already.
      }
    }
    return outcome(where);
  }

  @SuppressWarnings("NullAway") // a work that gives null has a result type that allows it
  private T outcome(String where) {
    return switch (failure) {
      case null -> result;
      case JdbiException e -> throw Trouble.unavailable(where, e);
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    };
  }
}
