package dev.rollbackbot.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A fair lock for writing to a SQLite file. SQLite allows one writer at a time, and its own busy
 * wait is unfair: a starved heartbeat makes a living task look dead. The busy wait would also block
 * the carrier of a virtual thread.
 *
 * <p>People wait for our transactions, so these get every second turn however many scheduler writes
 * are queued; scheduler writes are served in order of arrival.
 */
final class FairWriterLock {
  private final Duration timeout;
  private final ReentrantLock writer = new ReentrantLock(true);
  private final ReentrantLock schedulerQueue = new ReentrantLock(true);

  FairWriterLock(Duration timeout) {
    this.timeout = timeout;
  }

  /**
   * For our transactions, whose single thread calls it; throws when the lock is not free in time.
   */
  void acquire() throws SQLException {
    acquire(writer);
  }

  void release() {
    writer.unlock();
  }

  private void acquireForScheduler() throws SQLException {
    acquire(schedulerQueue);
    try {
      acquire(writer);
    } catch (SQLException | RuntimeException e) {
      schedulerQueue.unlock();
      throw e;
    }
  }

  private void releaseForScheduler() {
    writer.unlock();
    schedulerQueue.unlock();
  }

  private void acquire(ReentrantLock lock) throws SQLException {
    try {
      if (!lock.tryLock(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new SQLTransientConnectionException("too many writers wait for their turn");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLTransientConnectionException("interrupted while waiting for a turn", e);
    }
  }

  /** Connections that hold the lock from when they are borrowed until they are closed. */
  DataSource source(DataSource pool) {
    return proxy(
        DataSource.class,
        (_, method, arguments) ->
            method.getName().equals("getConnection")
                ? connection(pool)
                : invoke(method, pool, arguments));
  }

  private Connection connection(DataSource pool) throws SQLException {
    acquireForScheduler();
    try {
      Connection real = pool.getConnection();
      AtomicBoolean open = new AtomicBoolean(true);
      return proxy(
          Connection.class,
          (_, method, arguments) -> {
            try {
              return invoke(method, real, arguments);
            } finally {
              if (method.getName().equals("close") && open.getAndSet(false)) {
                releaseForScheduler();
              }
            }
          });
    } catch (SQLException | RuntimeException e) {
      releaseForScheduler();
      throw e;
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object invoke(Method method, Object target, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
