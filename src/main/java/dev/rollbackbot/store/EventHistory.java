package dev.rollbackbot.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rollbackbot.app.IncidentStore.VersionedIncident;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.store.SealedTypeCodec.EncodedRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The events of incidents, and the states that they fold to. Recent states are cached with their
 * versions; events that another instance has appended since are read and folded on top.
 */
final class EventHistory {
  private static final int CACHED_STATES = 10_000;
  private static final VersionedIncident NOT_DECLARED = new VersionedIncident(Optional.empty(), 0);

  private final BiFunction<Optional<Incident>, Event, Incident> evolve;
  private final Cache<IncidentId, VersionedIncident> cache =
      Caffeine.newBuilder().maximumSize(CACHED_STATES).build();
  final RunbookTextTable runbooks;

  EventHistory(BiFunction<Optional<Incident>, Event, Incident> evolve, RunbookTextTable runbooks) {
    this.evolve = evolve;
    this.runbooks = runbooks;
  }

  List<Event> events(Handle handle, IncidentId incident) {
    return eventsAfter(handle, incident, 0);
  }

  private List<Event> eventsAfter(Handle handle, IncidentId incident, long version) {
    String sql =
        "select type, json from incident_event where incident = ? and sequence > ?"
            + " order by sequence";
    return handle
        .select(sql, incident.number(), version)
        .map((rs, _) -> new EncodedRecord(rs.getString(1), rs.getString(2)))
        .list()
        .stream()
        .map(encoded -> EventCodec.read(encoded, hash -> runbooks.find(handle, hash)))
        .toList();
  }

  /** The newest state that this transaction sees; only events after the cached one are read. */
  VersionedIncident load(Handle handle, IncidentId incident) {
    VersionedIncident cached =
        Optional.ofNullable(cache.getIfPresent(incident)).orElse(NOT_DECLARED);
    Optional<Incident> state = cached.incident();
    long version = cached.version();
    for (Event event : eventsAfter(handle, incident, version)) {
      state = Optional.of(evolve.apply(state, event));
      version++;
    }
    return new VersionedIncident(state, version);
  }

  /** Caches a committed state; an older one never replaces a newer one. */
  void cacheState(IncidentId incident, VersionedIncident committed) {
    if (committed.version() > 0) {
      cache.asMap().merge(incident, committed, (a, b) -> a.version() >= b.version() ? a : b);
    }
  }

  void append(Handle handle, IncidentId incident, long version, List<Event> events) {
    PreparedBatch batch =
        handle.prepareBatch(
            "insert into incident_event (incident, sequence, type, json, actor, at)"
                + " values (?, ?, ?, ?, ?, ?)");
    long sequence = version;
    for (Event event : events) {
      EncodedRecord encoded = EventCodec.write(event);
      String at = event.at().toString();
      batch.add(incident.number(), ++sequence, encoded.type(), encoded.json(), event.by(), at);
    }
    batch.execute();
  }
}
