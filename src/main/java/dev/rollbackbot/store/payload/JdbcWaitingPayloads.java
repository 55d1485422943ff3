package dev.rollbackbot.store.payload;

import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.IncidentStore.UnitOfWork;
import dev.rollbackbot.app.payload.WaitingPayload;
import dev.rollbackbot.app.payload.WaitingPayload.PayloadKind;
import dev.rollbackbot.app.payload.WaitingPayloads;
import dev.rollbackbot.incident.IncidentId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * The table of waiting payloads.
 *
 * @param reader connections for reading, which wait for no writer
 * @param writer connections for single statements
 * @param connections the open connection of a transaction
 */
public record JdbcWaitingPayloads(
    DataSource reader, DataSource writer, Function<UnitOfWork, Connection> connections)
    implements WaitingPayloads {

  @Override
  public void add(UnitOfWork unit, WaitingPayload payload) {
    try (PreparedStatement insert =
        connections
            .apply(unit)
            .prepareStatement(
                "insert into waiting_payload"
                    + " (key, person, kind, json, received_at, seen, in_doubt, incident)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (key) do nothing")) {
      insert.setString(1, payload.key());
      insert.setString(2, payload.person());
      insert.setString(3, payload.kind().name());
      insert.setString(4, payload.json());
      insert.setLong(5, payload.receivedAt().toEpochMilli());
      if (payload.seen().isPresent()) {
        insert.setLong(6, payload.seen().getAsLong());
      } else {
        insert.setNull(6, Types.BIGINT);
      }
      insert.setInt(7, payload.inDoubt() ? 1 : 0);
      if (payload.incident().isPresent()) {
        insert.setInt(8, payload.incident().getAsInt());
      } else {
        insert.setNull(8, Types.BIGINT);
      }
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new StoreUnavailable("The payload can't be stored", e);
    }
  }

  @Override
  public boolean existFor(String person) {
    return read(
        "select 1 from waiting_payload where person = ?",
        List.of(person),
        _ -> true,
        found -> !found.isEmpty());
  }

  @Override
  public boolean existAbout(IncidentId incident) {
    return read(
        "select 1 from waiting_payload where incident = cast(? as bigint)",
        List.of(Integer.toString(incident.number())),
        _ -> true,
        found -> !found.isEmpty());
  }

  @Override
  public List<WaitingPayload> of(String person) {
    return read(
        "select key, person, kind, json, received_at, seen, in_doubt, incident from waiting_payload"
            + " where person = ? order by received_at, key",
        List.of(person),
        JdbcWaitingPayloads::payload,
        all -> all);
  }

  @Override
  public List<String> people() {
    return read(
        "select distinct person from waiting_payload",
        List.of(),
        row -> row.getString(1),
        all -> all);
  }

  private static WaitingPayload payload(ResultSet row) throws SQLException {
    long count = row.getLong(6);
    OptionalLong seen = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(count);
    int number = row.getInt(8);
    OptionalInt incident = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(number);
    return new WaitingPayload(
        row.getString(1),
        row.getString(2),
        PayloadKind.valueOf(row.getString(3)),
        row.getString(4),
        Instant.ofEpochMilli(row.getLong(5)),
        incident,
        seen,
        row.getInt(7) != 0);
  }

  @Override
  public void markInDoubt(String key) {
    execute("update waiting_payload set in_doubt = 1 where key = ?", key);
  }

  @Override
  public void delete(String key) {
    execute("delete from waiting_payload where key = ?", key);
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T, R> R read(
      String sql, List<String> arguments, RowReader<T> rows, Function<List<T>, R> result) {
    try (Connection connection = reader.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.size(); i++) {
        select.setString(i + 1, arguments.get(i));
      }
      List<T> found = new ArrayList<>();
      try (ResultSet all = select.executeQuery()) {
        while (all.next()) {
          found.add(rows.read(all));
        }
      }
      return result.apply(found);
    } catch (SQLException e) {
      throw new StoreUnavailable("The waiting payloads can't be read", e);
    }
  }

  private void execute(String sql, String key) {
    try (Connection connection = writer.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, key);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new StoreUnavailable("The waiting payloads can't be written", e);
    }
  }
}
