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
 * The events of incidents, and the states that they fold to. States that were read or written
 * lately are at hand with their versions; what another instance has added since is read and folded
 * on top.
 */
final class History {
  /** As many states as are kept at hand. */
  private static final int AT_HAND = 10_000;

  private final BiFunction<Optional<Incident>, Event, Incident> evolve;
  private final Cache<IncidentId, Loaded> cache =
      Caffeine.newBuilder().maximumSize(AT_HAND).build();
  final RunbookTexts runbooks;

  History(BiFunction<Optional<Incident>, Event, Incident> evolve, RunbookTexts runbooks) {
    this.evolve = evolve;
    this.runbooks = runbooks;
  }

  List<Event> events(Handle h, IncidentId incident) {
    return after(h, incident, 0);
  }

  private List<Event> after(Handle h, IncidentId incident, long version) {
    return h
        .createQuery(
            "select type, json from incident_event where incident = ? and sequence > ?"
                + " order by sequence")
        .bind(0, incident.number())
        .bind(1, version)
        .map((rs, _) -> new Stored(rs.getString(1), rs.getString(2)))
        .list()
        .stream()
        .map(s -> EventCodec.read(s, hash -> runbooks.get(h, hash)))
        .toList();
  }

  /** The newest state that this handle sees; only what is not known yet is read. */
  Loaded load(Handle h, IncidentId incident) {
    @Nullable Loaded known = cache.getIfPresent(incident);
    Optional<Incident> state = known == null ? Optional.empty() : known.incident();
    long version = known == null ? 0 : known.version();
    for (Event event : after(h, incident, version)) {
      state = Optional.of(evolve.apply(state, event));
      version++;
    }
    return new Loaded(state, version);
  }

  /** Remembers a committed state. An older one never takes the place of a newer one. */
  void know(IncidentId incident, Loaded loaded) {
    if (loaded.version() > 0) {
      cache.asMap().merge(incident, loaded, (a, b) -> a.version() >= b.version() ? a : b);
    }
  }

  void append(Handle h, IncidentId incident, long version, List<Event> events) {
    PreparedBatch batch =
        h.prepareBatch(
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
