package dev.rollbackbot.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/** Opens connection pools. */
final class ConnectionPools {
  /** The longest wait for a lock or a connection: Slack allows 3 s for a response. */
  static final Duration LOCK_TIMEOUT = Duration.ofMillis(2500);

  private static final int CONNECTIONS = 10;
  private static final int SCHEDULER_CONNECTIONS = 4;

  private ConnectionPools() {}

  /** Connections whose commits survive a power cut. */
  static HikariDataSource open(DatabaseUrl url) {
    HikariConfig config = config("database", CONNECTIONS);
    switch (url) {
      // In WAL mode NORMAL may lose the last commits in a power cut.
      case DatabaseUrl.Sqlite sqlite -> sqlite(config, sqlite.file(), SynchronousMode.FULL);
      case DatabaseUrl.Postgres postgres -> {
        config.setJdbcUrl(postgres.jdbcUrl());
        postgres.user().ifPresent(config::setUsername);
        postgres.password().ifPresent(config::setPassword);
      }
    }
    return open(config, url);
  }

  /**
   * Connections for the scheduler's own table. Its commits survive a crash of the bot; a power cut
   * may lose the last ones, and then a task merely runs once more.
   */
  static HikariDataSource openForScheduler(DatabaseUrl.Sqlite url) {
    HikariConfig config = config("scheduler", SCHEDULER_CONNECTIONS);
    sqlite(config, url.file(), SynchronousMode.NORMAL);
    return open(config, url);
  }

  private static HikariConfig config(String name, int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(LOCK_TIMEOUT.toMillis());
    config.setValidationTimeout(LOCK_TIMEOUT.toMillis());
    return config;
  }

  private static HikariDataSource open(HikariConfig config, DatabaseUrl url) {
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      throw DatabaseErrors.unavailable(url.where(), e);
    }
  }

  private static void sqlite(HikariConfig config, Path file, SynchronousMode synchronous) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw DatabaseErrors.unavailable(file.toString(), e);
      }
    }
    SqliteLibrary.load();
    SQLiteConfig sqlite = new SQLiteConfig();
    sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
    sqlite.setSynchronous(synchronous);
    // The write lock is taken at the beginning, so that a transaction can't fail halfway for it.
    sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    sqlite.setBusyTimeout((int) LOCK_TIMEOUT.toMillis());
    sqlite.enforceForeignKeys(true);
    SQLiteDataSource source = new SQLiteDataSource(sqlite);
    source.setUrl("jdbc:sqlite:" + file);
    config.setDataSource(source);
  }
}
