package dev.rollbackbot.store;

import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.store.SealedTypeCodec.EncodedRecord;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Events as JSON. A declaration contains its runbook's hash; the text is stored once per hash. */
final class EventCodec {
  private static final SealedTypeCodec<Event> EVENTS = new SealedTypeCodec<>(Event.class);
  private static final String DECLARED = Event.IncidentDeclared.class.getSimpleName();

  private EventCodec() {}

  /** {@link Event.IncidentDeclared} as it is stored; public for JSON-B. */
  public record StoredDeclaration(
      Instant at, String by, IncidentId id, String runbook, Declaration declaration) {}

  static List<String> types() {
    return EVENTS.types();
  }

  static EncodedRecord write(Event event) {
    return event instanceof Event.IncidentDeclared(var at, var by, var id, var runbook, var text)
        ? new EncodedRecord(
            DECLARED,
            JsonCodecs.JSON.toJson(
                new StoredDeclaration(at, by, id, runbook.sourceText().hash(), text)))
        : EVENTS.write(event);
  }

  /** Reads an event; the function finds a runbook by its hash. */
  static Event read(EncodedRecord encoded, Function<String, Runbook> runbooks) {
    if (!encoded.type().equals(DECLARED)) {
      return EVENTS.read(encoded);
    }
    StoredDeclaration stored = JsonCodecs.JSON.fromJson(encoded.json(), StoredDeclaration.class);
    Runbook runbook = runbooks.apply(stored.runbook());
    return new Event.IncidentDeclared(
        stored.at(), stored.by(), stored.id(), runbook, stored.declaration());
  }
}
