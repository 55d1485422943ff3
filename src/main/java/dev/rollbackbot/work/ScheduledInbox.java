package dev.rollbackbot.work;

import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.IncidentStore.UnitOfWork;
import dev.rollbackbot.app.payload.PayloadInbox;
import dev.rollbackbot.app.payload.WaitingPayload;
import dev.rollbackbot.app.payload.WaitingPayloads;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;

/** Stores a payload and schedules its decision in one transaction. */
record ScheduledInbox(
    IncidentStore store,
    Function<UnitOfWork, Connection> connections,
    WaitingPayloads payloads,
    ScheduledTasksTable tasks)
    implements PayloadInbox {
  /** The acknowledgement, which says that it was received, should arrive before the answer. */
  private static final Duration FIRST_TRY = Duration.ofSeconds(1);

  @Override
  public boolean hasWaiting(String person) {
    return payloads.existFor(person);
  }

  @Override
  public void store(WaitingPayload payload) {
    store.inTransaction(unit -> {
      payloads.add(unit, payload);
      try {
        tasks.scheduleNoLaterThan(
            connections.apply(unit),
            PayloadTask.NAME,
            payload.person(),
            payload.receivedAt().plus(FIRST_TRY));
      } catch (SQLException e) {
        throw new StoreUnavailable("The tasks can't be written", e);
      }
      return payload;
    });
  }
}
