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
 * Events as JSON. The runbook of the first event is stored as the hash of its text; the text itself
 * is stored once for all incidents that share it.
 */
final class EventCodec {
  private static final SealedCodec<Event> EVENTS = new SealedCodec<>(Codecs.JSON, Event.class);

  /** A constant, because each lookup searches the class path. */
  private static final JsonProvider PROVIDER = JsonProvider.provider();

  private EventCodec() {}

  static List<String> types() {
    return EVENTS.types();
  }

  static Stored write(Event event) {
    return event instanceof Event.Declared declared ? declared(declared) : EVENTS.write(event);
  }

  /**
   * Reads an event back.
   *
   * @param runbooks finds a runbook by the hash of its text
   */
  static Event read(Stored stored, Function<String, Runbook> runbooks) {
    return stored.type().equals(Event.Declared.class.getSimpleName())
        ? declared(object(stored.json()), runbooks)
        : EVENTS.read(stored);
  }

  private static Stored declared(Event.Declared event) {
    JsonObject json =
        PROVIDER
            .createObjectBuilder()
            .add("at", event.at().toString())
            .add("by", event.by())
            .add("declaration", object(Codecs.JSON.toJson(event.declaration())))
            .add("id", object(Codecs.JSON.toJson(event.id())))
            .add("runbook", event.runbook().source().hash())
            .build();
    return new Stored(Event.Declared.class.getSimpleName(), json.toString());
  }

  private static Event.Declared declared(JsonObject json, Function<String, Runbook> runbooks) {
    return new Event.Declared(
        Instant.parse(json.getString("at")),
        json.getString("by"),
        Codecs.JSON.fromJson(json.getJsonObject("id").toString(), IncidentId.class),
        runbooks.apply(json.getString("runbook")),
        Codecs.JSON.fromJson(json.getJsonObject("declaration").toString(), Declaration.class));
  }

  private static JsonObject object(String json) {
    try (JsonReader reader = PROVIDER.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }
}
