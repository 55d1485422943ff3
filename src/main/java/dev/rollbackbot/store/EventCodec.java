package dev.rollbackbot.store;

import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.store.SealedTypeCodec.EncodedRecord;
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
  private static final SealedTypeCodec<Event> EVENTS =
      new SealedTypeCodec<>(JsonCodecs.JSON, Event.class);

  /** A constant, because each lookup searches the class path. */
  private static final JsonProvider PROVIDER = JsonProvider.provider();

  private EventCodec() {}

  static List<String> types() {
    return EVENTS.types();
  }

  static EncodedRecord write(Event event) {
    return event instanceof Event.IncidentDeclared declared
        ? declared(declared)
        : EVENTS.write(event);
  }

  /**
   * Reads an event back.
   *
   * @param runbooks finds a runbook by the hash of its text
   */
  static Event read(EncodedRecord encoded, Function<String, Runbook> runbooks) {
    return encoded.type().equals(Event.IncidentDeclared.class.getSimpleName())
        ? declared(object(encoded.json()), runbooks)
        : EVENTS.read(encoded);
  }

  private static EncodedRecord declared(Event.IncidentDeclared event) {
    JsonObject json =
        PROVIDER
            .createObjectBuilder()
            .add("at", event.at().toString())
            .add("by", event.by())
            .add("declaration", object(JsonCodecs.JSON.toJson(event.declaration())))
            .add("id", object(JsonCodecs.JSON.toJson(event.id())))
            .add("runbook", event.runbook().sourceText().hash())
            .build();
    return new EncodedRecord(Event.IncidentDeclared.class.getSimpleName(), json.toString());
  }

  private static Event.IncidentDeclared declared(
      JsonObject json, Function<String, Runbook> runbooks) {
    return new Event.IncidentDeclared(
        Instant.parse(json.getString("at")),
        json.getString("by"),
        JsonCodecs.JSON.fromJson(json.getJsonObject("id").toString(), IncidentId.class),
        runbooks.apply(json.getString("runbook")),
        JsonCodecs.JSON.fromJson(json.getJsonObject("declaration").toString(), Declaration.class));
  }

  private static JsonObject object(String json) {
    try (JsonReader reader = PROVIDER.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }
}
