package dev.rollbackbot.store;

import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.store.SealedCodec.Stored;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * Events as JSON. The runbook in the first one is stored as the hash of its text, which is kept
 * once for all the incidents that share it.
 */
final class EventCodec {
  private static final SealedCodec<Event> EVENTS = new SealedCodec<>(Codecs.JSON, Event.class);

  /** Looked up once: the lookup searches the class path. */
  private static final JsonProvider PROVIDER = JsonProvider.provider();

  private EventCodec() {}

  static List<String> types() {
    return EVENTS.types();
  }

  static Stored write(Event event) {
    return event instanceof Event.Declared d ? declared(d) : EVENTS.write(event);
  }

  /**
   * Reads an event back.
   *
   * @param runbooks gives the runbook whose text has that hash
   */
  static Event read(Stored stored, Function<String, Runbook> runbooks) {
    return stored.type().equals(Event.Declared.class.getSimpleName())
        ? declared(object(stored.json()), runbooks)
        : EVENTS.read(stored);
  }

  private static Stored declared(Event.Declared e) {
    JsonObject json =
        PROVIDER
            .createObjectBuilder()
            .add("at", e.at().toString())
            .add("by", e.by())
            .add("declaration", object(Codecs.JSON.toJson(e.declaration())))
            .add("id", object(Codecs.JSON.toJson(e.id())))
            .add("runbook", e.runbook().source().hash())
            .build();
    return new Stored(Event.Declared.class.getSimpleName(), json.toString());
  }

  private static Event.Declared declared(JsonObject o, Function<String, Runbook> runbooks) {
    return new Event.Declared(
        Instant.parse(o.getString("at")),
        o.getString("by"),
        Codecs.JSON.fromJson(o.getJsonObject("id").toString(), IncidentId.class),
        runbooks.apply(o.getString("runbook")),
        Codecs.JSON.fromJson(o.getJsonObject("declaration").toString(), Declaration.class));
  }

  private static JsonObject object(String json) {
    try (JsonReader reader = PROVIDER.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }
}
