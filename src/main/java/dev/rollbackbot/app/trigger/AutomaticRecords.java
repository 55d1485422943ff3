package dev.rollbackbot.app.trigger;

import dev.rollbackbot.app.DeliveryDestinations;
import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.app.payload.WaitingPayloads;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.proposal.LastMeasured;
import dev.rollbackbot.incident.proposal.RecordedFacts;
import dev.rollbackbot.runbook.Runbook;
import java.util.HashMap;
import java.util.Map;

/**
 * What the bot's records say when a rollback would begin without an approval.
 *
 * @param payloads what people pressed and is not decided yet
 */
public record AutomaticRecords(
    Runbooks runbooks, TriggerRecords records, Outbox outbox, WaitingPayloads payloads) {

  /** Throws {@link dev.rollbackbot.app.IncidentStore.StoreUnavailable}. */
  public RecordedFacts of(Incident incident) {
    IncidentDetails details = incident.details();
    return new RecordedFacts(
        isInUse(details.runbook()),
        outbox.unposted(details.id(), DeliveryDestinations.CHANNEL)
            + outbox.unposted(details.id(), DeliveryDestinations.INCIDENTS),
        payloads.existAbout(details.id()),
        measured(details));
  }

  /** What somebody has changed and can't be used yet may forbid it. */
  private boolean isInUse(Runbook runbook) {
    return runbooks
            .find(runbook.id())
            .filter(current -> current.sourceText().hash().equals(runbook.sourceText().hash()))
            .isPresent()
        && runbooks.invalid().stream().noneMatch(Runbooks.InvalidRunbook::earlierInUse);
  }

  private Map<String, LastMeasured> measured(IncidentDetails details) {
    Map<String, LastMeasured> measured = new HashMap<>();
    records
        .progress()
        .forEach((key, progress) -> {
          if (key.runbook().equals(details.runbook().id())
              && key.environment().equals(details.environment().id())) {
            progress
                .measuredAt()
                .ifPresent(about ->
                    measured.put(
                        key.trigger(),
                        new LastMeasured(
                            about,
                            progress.conclusiveAt().equals(progress.measuredAt()),
                            progress.failed())));
          }
        });
    return measured;
  }
}
