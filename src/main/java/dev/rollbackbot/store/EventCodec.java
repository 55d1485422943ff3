package dev.rollbackbot.store;

import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import dev.rollbackbot.store.SealedTypeCodec.EncodedRecord;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * Events as JSON. A declaration, and a proposal, contains its runbook's hash; the text is stored
 * once per hash.
 */
final class EventCodec {
  private static final SealedTypeCodec<Event> EVENTS = new SealedTypeCodec<>(Event.class);
  private static final String DECLARED = Event.IncidentDeclared.class.getSimpleName();

  private static final String PROPOSED = ProposalEvent.RollbackProposed.class.getSimpleName();

  private EventCodec() {}

  /** {@link Event.IncidentDeclared} as it is stored; public for JSON-B. */
  public record StoredDeclaration(
      Instant at, String by, IncidentId id, String runbook, Declaration declaration) {}

  /** {@link ProposalEvent.RollbackProposed} as it is stored; public for JSON-B. */
  public record StoredProposal(
      Instant at,
      IncidentId id,
      String runbook,
      Declaration declaration,
      Suspicion suspicion,
      TriggerMode mode) {}

  static List<String> types() {
    return EVENTS.types();
  }

  static EncodedRecord write(Event event) {
    return switch (event) {
      case Event.IncidentDeclared(var at, var by, var id, var runbook, var text) ->
          new EncodedRecord(
              DECLARED,
              JsonCodecs.JSON.toJson(
                  new StoredDeclaration(at, by, id, runbook.sourceText().hash(), text)));
      case ProposalEvent.RollbackProposed(
              var at,
              var id,
              var runbook,
              var text,
              var suspicion,
              var mode) ->
          new EncodedRecord(
              PROPOSED,
              JsonCodecs.JSON.toJson(
                  new StoredProposal(at, id, runbook.sourceText().hash(), text, suspicion, mode)));
      case Event _ -> EVENTS.write(event);
    };
  }

  /** Reads an event; the function finds a runbook by its hash. */
  static Event read(EncodedRecord encoded, Function<String, Runbook> runbooks) {
    if (encoded.type().equals(PROPOSED)) {
      StoredProposal stored = JsonCodecs.JSON.fromJson(encoded.json(), StoredProposal.class);
      return new ProposalEvent.RollbackProposed(
          stored.at(),
          stored.id(),
          runbooks.apply(stored.runbook()),
          stored.declaration(),
          stored.suspicion(),
          stored.mode());
    }
    if (!encoded.type().equals(DECLARED)) {
      return EVENTS.read(encoded);
    }
    StoredDeclaration stored = JsonCodecs.JSON.fromJson(encoded.json(), StoredDeclaration.class);
    Runbook runbook = runbooks.apply(stored.runbook());
    return new Event.IncidentDeclared(
        stored.at(), stored.by(), stored.id(), runbook, stored.declaration());
  }
}
