package dev.rollbackbot.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends IncidentStoreContract {
  @TempDir static Path folder;

  @Override
  String newUrl() {
    return TestDatabase.sqlite(folder);
  }

  @Test
  void every_connection_is_durable_and_checks_references() throws SQLException {
    try (Connection c = database.dataSource().getConnection()) {
      assertThat(pragma(c, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(c, "synchronous")).as("FULL").isEqualTo("2");
      assertThat(pragma(c, "foreign_keys")).isEqualTo("1");
      assertThat(pragma(c, "busy_timeout")).isEqualTo("2500");
    }
  }

  private static String pragma(Connection c, String name) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet rs = s.executeQuery("pragma " + name)) {
      return rs.getString(1);
    }
  }
}
