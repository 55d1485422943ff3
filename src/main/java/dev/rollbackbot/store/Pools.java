package dev.rollbackbot.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Opens connections. */
final class Pools {
  /** How long to wait for a lock or a connection: Slack wants its answer within 3 s. */
  static final Duration PATIENCE = Duration.ofMillis(2500);

  private static final int CONNECTIONS = 10;

  private Pools() {}

  static HikariDataSource open(DatabaseUrl url) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("database");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(PATIENCE.toMillis());
    config.setValidationTimeout(PATIENCE.toMillis());
    switch (url) {
      case DatabaseUrl.Sqlite sqlite -> sqlite(config, sqlite.file());
      case DatabaseUrl.Postgres postgres -> {
        config.setJdbcUrl(postgres.jdbcUrl());
        postgres.user().ifPresent(config::setUsername);
        postgres.password().ifPresent(config::setPassword);
      }
    }
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      throw Trouble.unavailable(url.where(), e);
    }
  }

  private static void sqlite(HikariConfig config, Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw Trouble.unavailable(file.toString(), e);
      }
    }
    SQLiteConfig sqlite = new SQLiteConfig();
    sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
    // FULL, not NORMAL: in WAL mode NORMAL may lose the last commits when the power goes.
    sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    // A transaction takes the write lock at its beginning, so that it can't fail in the middle.
    sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    sqlite.setBusyTimeout((int) PATIENCE.toMillis());
    sqlite.enforceForeignKeys(true);
    SQLiteDataSource source = new SQLiteDataSource(sqlite);
    source.setUrl("jdbc:sqlite:" + file);
    config.setDataSource(source);
  }
}
