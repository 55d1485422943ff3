package dev.rollbackbot.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rollbackbot.app.IncidentStore.Loaded;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.store.SealedCodec.Stored;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * The events of incidents, and the states that they fold to. Recent states are cached with their
 * versions; events that another instance has appended since are read and folded on top.
 */
final class History {
  private static final int CACHED_STATES = 10_000;

  private final BiFunction<Optional<Incident>, Event, Incident> evolve;
  private final Cache<IncidentId, Loaded> cache =
      Caffeine.newBuilder().maximumSize(CACHED_STATES).build();
  final RunbookTexts runbooks;

  History(BiFunction<Optional<Incident>, Event, Incident> evolve, RunbookTexts runbooks) {
    this.evolve = evolve;
    this.runbooks = runbooks;
  }

  List<Event> events(Handle handle, IncidentId incident) {
    return after(handle, incident, 0);
  }

  private List<Event> after(Handle handle, IncidentId incident, long version) {
    return handle
        .createQuery(
            "select type, json from incident_event where incident = ? and sequence > ?"
                + " order by sequence")
        .bind(0, incident.number())
        .bind(1, version)
        .map((rs, _) -> new Stored(rs.getString(1), rs.getString(2)))
        .list()
        .stream()
        .map(stored -> EventCodec.read(stored, hash -> runbooks.get(handle, hash)))
        .toList();
  }

  /** The newest state that this transaction sees; only events after the cached one are read. */
  Loaded load(Handle handle, IncidentId incident) {
    @Nullable Loaded cached = cache.getIfPresent(incident);
    Optional<Incident> state = cached == null ? Optional.empty() : cached.incident();
    long version = cached == null ? 0 : cached.version();
    for (Event event : after(handle, incident, version)) {
      state = Optional.of(evolve.apply(state, event));
      version++;
    }
    return new Loaded(state, version);
  }

  /** Caches a committed state; an older one never replaces a newer one. */
  void know(IncidentId incident, Loaded loaded) {
    if (loaded.version() > 0) {
      cache.asMap().merge(incident, loaded, (a, b) -> a.version() >= b.version() ? a : b);
    }
  }

  void append(Handle handle, IncidentId incident, long version, List<Event> events) {
    PreparedBatch batch =
        handle.prepareBatch(
            "insert into incident_event (incident, sequence, type, json, actor, at)"
                + " values (?, ?, ?, ?, ?, ?)");
    long sequence = version;
    for (Event event : events) {
      sequence++;
      Stored stored = EventCodec.write(event);
      batch.add(
          incident.number(),
          sequence,
          stored.type(),
          stored.json(),
          event.by(),
          event.at().toString());
    }
    batch.execute();
  }
}
