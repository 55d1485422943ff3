package dev.rollbackbot.store;

import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.RollbackHistory;
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

  private final DatabaseAccess database;
  private final EventHistory eventHistory;

  JdbcIncidents(DatabaseAccess database, EventHistory eventHistory) {
    this.database = database;
    this.eventHistory = eventHistory;
  }

  @Override
  public <T> T inTransaction(Function<UnitOfWork, T> work) {
    AfterCommitActions after = new AfterCommitActions();
    T result =
        database.write(handle -> {
          JdbcUnitOfWork unit = new JdbcUnitOfWork(handle, database, eventHistory, after);
          T done = work.apply(unit);
          unit.flush();
          return done;
        });
    after.run();
    return result;
  }

  @Override
  public Optional<VersionedIncident> load(IncidentId incident) {
    VersionedIncident versionedIncident =
        database.read(handle -> eventHistory.load(handle, incident));
    eventHistory.cacheState(incident, versionedIncident);
    return Optional.of(versionedIncident).filter(l -> l.version() > 0);
  }

  @Override
  public List<Event> events(IncidentId incident) {
    return database.read(handle -> eventHistory.events(handle, incident));
  }

  @Override
  public Optional<IncidentId> findByChannel(String channelId) {
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
  public List<IncidentSummary> openIncidents() {
    return database.read(handle ->
        handle
            .createQuery(SUMMARY + "where ended = 0 and version > 0 order by number desc")
            .map((rs, _) -> summary(rs))
            .list());
  }

  @Override
  public List<IncidentId> incidentsBeingMeasured() {
    return database.read(handle ->
        handle
            .createQuery("select number from incident where ended = 0 and state in (<states>)")
            .bindList("states", MEASURING)
            .map((rs, _) -> new IncidentId(rs.getInt(1)))
            .list());
  }

  @Override
  public RollbackHistory rollbackHistory(Collection<String> resources) {
    return database.read(handle -> RollbackHistoryTable.find(handle, resources));
  }

  private static IncidentSummary summary(ResultSet resultSet) throws SQLException {
    return new IncidentSummary(
        new IncidentId(resultSet.getInt("number")),
        resultSet.getString("runbook"),
        resultSet.getString("environment"),
        resultSet.getString("state"),
        Optional.ofNullable(resultSet.getString("channel")),
        Instant.parse(resultSet.getString("declared_at")));
  }
}
