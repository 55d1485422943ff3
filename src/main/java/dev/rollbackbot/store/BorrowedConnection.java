package dev.rollbackbot.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLFeatureNotSupportedException;

/** A transaction's connection in the hands of somebody who may use it but not end it. */
final class BorrowedConnection {
  private BorrowedConnection() {}

  static Connection of(Connection real) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "close", "commit", "setAutoCommit" -> null;
                  case "rollback" ->
                      throw new SQLFeatureNotSupportedException(
                          "the transaction is not yours to roll back; throw something");
                  default -> {
                    try {
                      yield method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                      throw e.getCause();
                    }
                  }
                });
  }
}
