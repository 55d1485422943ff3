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

/** Incidents in a database. */
final class JdbcIncidents implements IncidentStore {
  private static final String SUMMARY =
      "select number, runbook, environment, state, channel, declared_at from incident ";

  private static final List<String> MEASURING =
      Arrays.stream(State.Measuring.class.getPermittedSubclasses())
          .map(Class::getSimpleName)
          .toList();

  private final Access access;
  private final History history;

  JdbcIncidents(Access access, History history) {
    this.access = access;
    this.history = history;
  }

  @Override
  public <T> T inTransaction(Function<Unit, T> work) {
    AfterCommits after = new AfterCommits();
    T result =
        access.write(h -> {
          JdbcUnit unit = new JdbcUnit(h, history, access.rowLock(), after);
          T done = work.apply(unit);
          unit.flush();
          return done;
        });
    after.run();
    return result;
  }

  @Override
  public Optional<Loaded> load(IncidentId incident) {
    Loaded loaded = access.read(h -> history.load(h, incident));
    history.know(incident, loaded);
    return Optional.of(loaded).filter(l -> l.version() > 0);
  }

  @Override
  public List<Event> events(IncidentId incident) {
    return access.read(h -> history.events(h, incident));
  }

  @Override
  public Optional<IncidentId> inChannel(String channelId) {
    return access.read(h ->
        h.createQuery(
                "select number from incident where channel = ?"
                    + " order by ended, number desc limit 1")
            .bind(0, channelId)
            .map((rs, _) -> new IncidentId(rs.getInt(1)))
            .findOne());
  }

  @Override
  public List<Summary> open() {
    return access.read(h ->
        h.createQuery(SUMMARY + "where ended = 0 and version > 0 order by number desc")
            .map((rs, _) -> summary(rs))
            .list());
  }

  @Override
  public List<IncidentId> measuring() {
    return access.read(h ->
        h.createQuery("select number from incident where ended = 0 and state in (<states>)")
            .bindList("states", MEASURING)
            .map((rs, _) -> new IncidentId(rs.getInt(1)))
            .list());
  }

  @Override
  public List<Summary> recent(int limit) {
    return access.read(h ->
        h.createQuery(SUMMARY + "where version > 0 order by number desc limit ?")
            .bind(0, limit)
            .map((rs, _) -> summary(rs))
            .list());
  }

  @Override
  public Lore lore(Collection<String> resources) {
    return access.read(h -> Lessons.about(h, resources));
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
