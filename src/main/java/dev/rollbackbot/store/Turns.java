package dev.rollbackbot.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * Lets the writers of a SQLite file take turns, first come first served. SQLite has one writer at a
 * time, and its own busy wait is unfair: a heartbeat that never gets its turn makes a living task
 * look dead. It would also keep the carrier of a virtual thread.
 */
final class Turns {
  private final ReentrantLock lock = new ReentrantLock(true);

  /**
   * Waits for the turn of this thread.
   *
   * @throws SQLException when it does not come in time
   */
  void take() throws SQLException {
    try {
      if (!lock.tryLock(Pools.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new SQLTransientConnectionException("too many writers wait for their turn");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLTransientConnectionException("interrupted while waiting for a turn", e);
    }
  }

  /** Ends the turn of this thread. */
  void give() {
    lock.unlock();
  }

  /** Connections that are one turn each, from the moment they are given until they are closed. */
  DataSource source(DataSource pool) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (_, method, arguments) ->
                method.getName().equals("getConnection")
                    ? connection(pool)
                    : call(() -> method.invoke(pool, arguments)));
  }

  private Connection connection(DataSource pool) throws SQLException {
    take();
    try {
      Connection real = pool.getConnection();
      AtomicBoolean open = new AtomicBoolean(true);
      return (Connection)
          Proxy.newProxyInstance(
              Connection.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (_, method, arguments) -> {
                try {
                  return call(() -> method.invoke(real, arguments));
                } finally {
                  if (method.getName().equals("close") && open.getAndSet(false)) {
                    give();
                  }
                }
              });
    } catch (SQLException | RuntimeException e) {
      give();
      throw e;
    }
  }

  private static Object call(Call call) throws Throwable {
    try {
      return call.run();
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private interface Call {
    Object run() throws ReflectiveOperationException;
  }
}
