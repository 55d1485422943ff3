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
 * Lets those who write to a SQLite file take turns. SQLite has one writer at a time, and its own
 * busy wait is unfair: a heartbeat that never gets its turn makes a living task look dead. It would
 * also keep the carrier of a virtual thread.
 *
 * <p>Our transactions, which people wait for, have every second turn however many others there are;
 * those are served in the order in which they came.
 */
final class Turns {
  private final ReentrantLock turn = new ReentrantLock(true);
  private final ReentrantLock others = new ReentrantLock(true);

  /**
   * Waits for the turn of our transactions; for one thread.
   *
   * @throws SQLException when it does not come in time
   */
  void take() throws SQLException {
    take(turn);
  }

  /** Ends the turn of our transactions. */
  void give() {
    turn.unlock();
  }

  private void takeAsOther() throws SQLException {
    take(others);
    try {
      take(turn);
    } catch (SQLException | RuntimeException e) {
      others.unlock();
      throw e;
    }
  }

  private void giveAsOther() {
    turn.unlock();
    others.unlock();
  }

  private static void take(ReentrantLock lock) throws SQLException {
    try {
      if (!lock.tryLock(Pools.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new SQLTransientConnectionException("too many writers wait for their turn");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLTransientConnectionException("interrupted while waiting for a turn", e);
    }
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
    takeAsOther();
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
                    giveAsOther();
                  }
                }
              });
    } catch (SQLException | RuntimeException e) {
      giveAsOther();
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
