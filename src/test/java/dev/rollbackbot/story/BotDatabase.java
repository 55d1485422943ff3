package dev.rollbackbot.story;

import dev.rollbackbot.SandboxFixture;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads the database of a fixture's bot. */
final class BotDatabase {
  private BotDatabase() {}

  static String url(SandboxFixture fixture) {
    return "jdbc:sqlite:" + fixture.folder().resolve("rollback-bot.db");
  }

  /** The first column of a query's result. */
  static List<String> column(SandboxFixture fixture, String sql) {
    List<String> out = new ArrayList<>();
    try (var connection = DriverManager.getConnection(url(fixture));
        var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        out.add(rows.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return out;
  }
}
