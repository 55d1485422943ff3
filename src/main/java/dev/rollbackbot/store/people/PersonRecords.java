package dev.rollbackbot.store.people;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * All rows that name a person by their Slack id. The id can be replaced everywhere by a pseudonym:
 * the events stay as they are otherwise, so who did what after whom can still be read, and two
 * people stay two.
 */
public final class PersonRecords {
  /** Columns that may name a person. The texts of runbooks are not about what people did. */
  private static final Map<String, List<String>> COLUMNS = new LinkedHashMap<>();

  static {
    COLUMNS.put("incident_event", List.of("actor", "json"));
    COLUMNS.put("outbox", List.of("json", "reason"));
    COLUMNS.put("job", List.of("json"));
    COLUMNS.put("delivery", List.of("result", "key"));
    COLUMNS.put("resource_lock", List.of("lead"));
    COLUMNS.put("version_mark", List.of("reason"));
    COLUMNS.put("artifact", List.of("text"));
    COLUMNS.put("waiting_payload", List.of("person", "json"));
    COLUMNS.put("trigger_progress", List.of("readings"));
    COLUMNS.put("trigger_firing", List.of("readings"));
    COLUMNS.put("alert", List.of("title"));
    COLUMNS.put("scheduled_tasks", List.of("task_instance"));
  }

  private final DataSource source;

  public PersonRecords(DataSource source) {
    this.source = source;
  }

  /**
   * A stored event that names the person.
   *
   * @param ofPrivateIncident others may not read about it
   */
  public record PersonEvent(
      int incident, String at, String type, String json, boolean ofPrivateIncident) {}

  /** Oldest first. */
  public List<PersonEvent> events(String person) {
    String sql =
        "select e.incident, e.at, e.type, e.json, (select count(*) from incident_event d where"
            + " d.incident = e.incident and d.type in ('IncidentDeclared', 'RollbackProposed') and"
            + " d.json like '%\"visibility\":\"PRIVATE\"%') from incident_event e where e.json like"
            + " ? or e.actor like ? order by e.incident, e.sequence";
    Pattern id = pattern(person);
    List<PersonEvent> found = new ArrayList<>();
    try (Connection connection = source.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, "%" + person + "%");
      select.setString(2, "%" + person + "%");
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          String json = rows.getString(4);
          if (id.matcher(json).find()) {
            found.add(
                new PersonEvent(
                    rows.getInt(1),
                    rows.getString(2),
                    rows.getString(3),
                    json,
                    rows.getInt(5) > 0));
          }
        }
      }
    } catch (SQLException e) {
      throw failed("read", e);
    }
    return found;
  }

  /** Numbers of the incidents that are not over and name the person. */
  public List<Integer> openIncidents(String person) {
    String sql =
        "select distinct i.number from incident i join incident_event e on e.incident = i.number"
            + " where i.ended = 0 and (e.json like ? or e.actor like ?) order by i.number";
    List<Integer> open = new ArrayList<>();
    try (Connection connection = source.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, "%" + person + "%");
      select.setString(2, "%" + person + "%");
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          open.add(rows.getInt(1));
        }
      }
    } catch (SQLException e) {
      throw failed("read", e);
    }
    return open;
  }

  /** Replaces the id in one transaction, and returns how many values contained it. */
  public int erase(String person, String pseudonym) {
    try (Connection connection = source.getConnection()) {
      boolean sqlite = connection.getMetaData().getDatabaseProductName().equals("SQLite");
      connection.setAutoCommit(false);
      int replaced = 0;
      try {
        for (var table : COLUMNS.entrySet()) {
          for (String column : table.getValue()) {
            replaced += replace(connection, table.getKey(), column, person, pseudonym);
          }
        }
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
      if (sqlite) {
        overwriteFreePages(connection);
      }
      return replaced;
    } catch (SQLException e) {
      throw failed("changed", e);
    }
  }

  /** By value, because the tables have different keys. */
  private static int replace(
      Connection connection, String table, String column, String person, String pseudonym)
      throws SQLException {
    Pattern id = pattern(person);
    int replaced = 0;
    for (String value : values(connection, table, column, person)) {
      String changed = id.matcher(value).replaceAll(Matcher.quoteReplacement(pseudonym));
      if (!changed.equals(value)) {
        String sql = "update %s set %s = ? where %s = ?".formatted(table, column, column);
        try (PreparedStatement update = connection.prepareStatement(sql)) {
          update.setString(1, changed);
          update.setString(2, value);
          replaced += update.executeUpdate();
        }
      }
    }
    return replaced;
  }

  private static List<String> values(
      Connection connection, String table, String column, String person) throws SQLException {
    String sql = "select distinct %s from %s where %s like ?".formatted(column, table, column);
    List<String> values = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, "%" + person + "%");
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          values.add(rows.getString(1));
        }
      }
    }
    return values;
  }

  /** SQLite keeps what was replaced in free pages and in its log until they are used again. */
  private static void overwriteFreePages(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("vacuum");
      statement.execute("pragma wal_checkpoint(truncate)");
    }
  }

  /** The whole id: another one may begin with it. */
  private static Pattern pattern(String person) {
    return Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(person) + "(?![A-Za-z0-9])");
  }

  private static IllegalStateException failed(String what, SQLException cause) {
    return new IllegalStateException(
        "the database could not be " + what + ": " + cause.getMessage(), cause);
  }
}
