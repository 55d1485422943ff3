package dev.rollbackbot.store;

import dev.rollbackbot.app.IncidentStore.Loaded;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.store.SealedCodec.Stored;
import java.util.List;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The events of incidents, and the states that they fold to. */
final class History {
  private final BiFunction<State, Event, State> evolve;
  final RunbookTexts runbooks;

  History(BiFunction<State, Event, State> evolve, RunbookTexts runbooks) {
    this.evolve = evolve;
    this.runbooks = runbooks;
  }

  List<Event> events(Handle h, IncidentId incident) {
    return h
        .createQuery("select type, json from incident_event where incident = ? order by sequence")
        .bind(0, incident.number())
        .map((rs, _) -> new Stored(rs.getString(1), rs.getString(2)))
        .list()
        .stream()
        .map(s -> EventCodec.read(s, hash -> runbooks.get(h, hash)))
        .toList();
  }

  Loaded load(Handle h, IncidentId incident) {
    State state = new State.None();
    List<Event> events = events(h, incident);
    for (Event event : events) {
      state = evolve.apply(state, event);
    }
    return new Loaded(state, events.size());
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
          EventCodec.actor(stored),
          event.at().toString());
    }
    batch.execute();
  }
}
