package dev.rollbackbot.store;

import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Incidents, their events and the transactions that change them. */
record JdbcIncidents(DatabaseAccess database, EventHistory history) implements IncidentStore {
  private static final List<String> MEASURING =
      Arrays.stream(State.Measuring.class.getPermittedSubclasses())
          .map(Class::getSimpleName)
          .toList();

  @Override
  public <T> T inTransaction(Function<UnitOfWork, T> work) {
    AfterCommitActions after = new AfterCommitActions();
    T result =
        database.write(handle -> {
          JdbcUnitOfWork unit = new JdbcUnitOfWork(handle, database, history, after);
          T done = work.apply(unit);
          unit.flush();
          return done;
        });
    after.run();
    return result;
  }

  @Override
  public Optional<VersionedIncident> load(IncidentId incident) {
    VersionedIncident loaded = database.read(handle -> history.load(handle, incident));
    history.cacheState(incident, loaded);
    return Optional.of(loaded).filter(l -> l.version() > 0);
  }

  @Override
  public List<Event> events(IncidentId incident) {
    return database.read(handle -> history.events(handle, incident));
  }

  @Override
  public Optional<IncidentId> findByChannel(String channelId) {
    String sql =
        "select number from incident where channel = ? order by ended, number desc limit 1";
    return database.read(handle ->
        handle.select(sql, channelId).map((rs, _) -> new IncidentId(rs.getInt(1))).findOne());
  }

  @Override
  public List<IncidentSummary> openIncidents() {
    String sql =
        "select number, runbook, environment, state, channel, declared_at, drill from incident"
            + " where ended = 0 and version > 0 order by number desc";
    return database.read(handle -> handle.select(sql).map((rs, _) -> summary(rs)).list());
  }

  @Override
  public List<IncidentId> endedDrills(String runbook, int limit) {
    String sql =
        "select number from incident where runbook = ? and drill = 1 and ended = 1"
            + " order by number desc limit ?";
    return database.read(handle ->
        handle.select(sql, runbook, limit).map((rs, _) -> new IncidentId(rs.getInt(1))).list());
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
  public List<IncidentId> incidentsWithLocks() {
    return database.read(ResourceLockTable::holders);
  }

  @Override
  public RollbackHistory rollbackHistory(Collection<String> resources) {
    return database.read(handle -> RollbackHistoryTable.find(handle, resources));
  }

  @Override
  public Set<String> heldByOthers(IncidentId incident, Collection<String> locks) {
    return database.read(handle -> ResourceLockTable.heldByOthers(handle, incident, locks));
  }

  @Override
  public Optional<Instant> lastAutomaticRollback(IncidentId incident) {
    String sql =
        "select e.at from incident i join incident_event e on e.incident = i.number"
            + " and e.type = '"
            + ProposalEvent.AutomaticRollbackStarted.class.getSimpleName()
            + "' join incident asking on asking.runbook = i.runbook"
            + " and asking.environment = i.environment where asking.number = ?";
    return database.read(handle ->
        handle.select(sql, incident.number()).mapTo(String.class).stream()
            .map(Instant::parse)
            .max(Comparator.naturalOrder()));
  }

  private static IncidentSummary summary(ResultSet row) throws SQLException {
    return new IncidentSummary(
        new IncidentId(row.getInt("number")),
        row.getString("runbook"),
        row.getString("environment"),
        row.getString("state"),
        Optional.ofNullable(row.getString("channel")),
        Instant.parse(row.getString("declared_at")),
        row.getInt("drill") == 1);
  }
}
