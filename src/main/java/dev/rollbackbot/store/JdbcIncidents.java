package dev.rollbackbot.store;

import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Lore;
import dev.rollbackbot.incident.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Incidents, their events and the transactions that change them. */
final class JdbcIncidents implements IncidentStore {
  private static final String SUMMARY =
      "select number, runbook, environment, state, channel, declared_at from incident ";

  private static final List<String> MEASURING =
      Arrays.stream(State.Measuring.class.getPermittedSubclasses())
          .map(Class::getSimpleName)
          .toList();

  private final Access database;
  private final History history;

  JdbcIncidents(Access database, History history) {
    this.database = database;
    this.history = history;
  }

  @Override
  public <T> T inTransaction(Function<Unit, T> work) {
    AfterCommits after = new AfterCommits();
    T result =
        database.write(handle -> {
          JdbcUnit unit = new JdbcUnit(handle, database, history, after);
          T done = work.apply(unit);
          unit.flush();
          return done;
        });
    after.run();
    return result;
  }

  @Override
  public Optional<Loaded> load(IncidentId incident) {
    Loaded loaded = database.read(handle -> history.load(handle, incident));
    history.know(incident, loaded);
    return Optional.of(loaded).filter(l -> l.version() > 0);
  }

  @Override
  public List<Event> events(IncidentId incident) {
    return database.read(handle -> history.events(handle, incident));
  }

  @Override
  public Optional<IncidentId> inChannel(String channelId) {
    return database.read(handle ->
        handle
            .createQuery(
                "select number from incident where channel = ?"
                    + " order by ended, number desc limit 1")
            .bind(0, channelId)
            .map((rs, _) -> new IncidentId(rs.getInt(1)))
            .findOne());
  }

  @Override
  public List<Summary> open() {
    return database.read(handle ->
        handle
            .createQuery(SUMMARY + "where ended = 0 and version > 0 order by number desc")
            .map((rs, _) -> summary(rs))
            .list());
  }

  @Override
  public List<IncidentId> measuring() {
    return database.read(handle ->
        handle
            .createQuery("select number from incident where ended = 0 and state in (<states>)")
            .bindList("states", MEASURING)
            .map((rs, _) -> new IncidentId(rs.getInt(1)))
            .list());
  }

  @Override
  public Lore lore(Collection<String> resources) {
    return database.read(handle -> Lessons.about(handle, resources));
  }

  private static Summary summary(ResultSet rs) throws SQLException {
    return new Summary(
        new IncidentId(rs.getInt("number")),
        rs.getString("runbook"),
        rs.getString("environment"),
        rs.getString("state"),
        Optional.ofNullable(rs.getString("channel")),
        Instant.parse(rs.getString("declared_at")));
  }
}
