package dev.rollbackbot.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import com.zaxxer.hikari.util.Credentials;
import dev.rollbackbot.secret.Secret;
import java.nio.file.Path;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

final class ConnectionPools {
  private static final int CONNECTIONS = 10;
  private static final int SCHEDULER_CONNECTIONS = 4;

  private ConnectionPools() {}

  /**
   * Connections whose commits survive a power cut.
   *
   * @param source of the URL; user and password are taken from it for each new connection
   */
  static HikariDataSource open(DatabaseUrl url, Secret source, DatabaseErrors errors) {
    HikariConfig config = config("database", CONNECTIONS, errors);
    switch (url) {
      // In WAL mode NORMAL may lose the last commits in a power cut.
      case DatabaseUrl.Sqlite sqlite -> sqlite(config, sqlite.file(), SynchronousMode.FULL);
      case DatabaseUrl.Postgres postgres -> {
        config.setJdbcUrl(postgres.jdbcUrl());
        config.setCredentialsProvider(() -> credentials(source, postgres));
      }
    }
    return open(config, errors);
  }

  /** Those of the URL at the start while it can't be read as one. */
  private static Credentials credentials(Secret source, DatabaseUrl.Postgres first) {
    DatabaseUrl.Postgres current = first;
    try {
      if (DatabaseUrl.parse(source.value()) instanceof DatabaseUrl.Postgres rotated) {
        current = rotated;
      }
    } catch (IllegalArgumentException e) {
      // The file is being changed.
    }
    return new Credentials(current.user().orElse(null), current.password().orElse(null));
  }

  /**
   * Connections for the scheduler's own table. Its commits survive a crash of the bot; a power cut
   * may lose the last ones, and then a task merely runs once more.
   */
  static HikariDataSource openForScheduler(DatabaseUrl.Sqlite url, DatabaseErrors errors) {
    HikariConfig config = config("scheduler", SCHEDULER_CONNECTIONS, errors);
    sqlite(config, url.file(), SynchronousMode.NORMAL);
    return open(config, errors);
  }

  private static HikariConfig config(String name, int connections, DatabaseErrors errors) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(errors.lockTimeout().toMillis());
    config.setValidationTimeout(errors.lockTimeout().toMillis());
    return config;
  }

  private static HikariDataSource open(HikariConfig config, DatabaseErrors errors) {
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      throw errors.unavailable(e);
    }
  }

  private static void sqlite(HikariConfig config, Path file, SynchronousMode synchronous) {
    SqliteLibrary.load();
    SQLiteConfig sqlite = new SQLiteConfig();
    sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
    sqlite.setSynchronous(synchronous);
    // The write lock is taken at the beginning, so that a transaction can't fail halfway for it.
    sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    sqlite.setBusyTimeout((int) config.getConnectionTimeout());
    sqlite.enforceForeignKeys(true);
    SQLiteDataSource source = new SQLiteDataSource(sqlite);
    source.setUrl("jdbc:sqlite:" + file);
    config.setDataSource(source);
  }
}
