package dev.rollbackbot.store;

import dev.rollbackbot.UnusedPort;
import dev.rollbackbot.incident.decider.Incidents;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** Real databases for tests: a file each, or a database each on one real PostgreSQL. */
public final class TestDatabase {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private TestDatabase() {}

  /** Opens a database with the real core. */
  public static Database open(String url) {
    return Database.open(url, Incidents::evolve, StoreExamples::reread);
  }

  /** A new SQLite file in that folder. */
  public static String sqlite(Path folder) {
    return "jdbc:sqlite:"
        + folder.resolve("deep").resolve("test-" + COUNT.incrementAndGet() + ".db");
  }

  /** A new database on the server that is started once. */
  public static String postgres() {
    String name = "test" + COUNT.incrementAndGet();
    EmbeddedPostgres server = PostgresServer.POSTGRES;
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement s = connection.createStatement()) {
      s.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return "jdbc:postgresql://localhost:" + server.getPort() + "/" + name + "?user=postgres";
  }

  /** Started on first use; it ends with the process. */
  private static final class PostgresServer {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setPort(UnusedPort.next())
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "300")
            .start();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
