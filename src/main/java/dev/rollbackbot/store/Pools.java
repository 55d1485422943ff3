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

/** Opens connections. */
final class Pools {
  /** How long to wait for a lock or a connection: Slack wants its answer within 3 s. */
  static final Duration PATIENCE = Duration.ofMillis(2500);

  private static final int CONNECTIONS = 10;
  private static final int FOR_OTHERS = 4;

  private Pools() {}

  /** Connections for what must survive a power cut once it is committed. */
  static HikariDataSource open(DatabaseUrl url) {
    HikariConfig config = config("database", CONNECTIONS);
    switch (url) {
      // FULL, not NORMAL: in WAL mode NORMAL may lose the last commits when the power goes.
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
   * Connections for the scheduler's own notes. What it has noted survives a crash of the bot; a
   * power cut may lose the last of it, which costs nothing but that work is looked at once more.
   */
  static HikariDataSource forOthers(DatabaseUrl.Sqlite url) {
    HikariConfig config = config("scheduler", FOR_OTHERS);
    sqlite(config, url.file(), SynchronousMode.NORMAL);
    return open(config, url);
  }

  private static HikariConfig config(String name, int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(PATIENCE.toMillis());
    config.setValidationTimeout(PATIENCE.toMillis());
    return config;
  }

  private static HikariDataSource open(HikariConfig config, DatabaseUrl url) {
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      throw Trouble.unavailable(url.where(), e);
    }
  }

  private static void sqlite(HikariConfig config, Path file, SynchronousMode synchronous) {
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
    sqlite.setSynchronous(synchronous);
    // A transaction takes the write lock at its beginning, so that it can't fail in the middle.
    sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    sqlite.setBusyTimeout((int) PATIENCE.toMillis());
    sqlite.enforceForeignKeys(true);
    SQLiteDataSource source = new SQLiteDataSource(sqlite);
    source.setUrl("jdbc:sqlite:" + file);
    config.setDataSource(source);
  }
}
