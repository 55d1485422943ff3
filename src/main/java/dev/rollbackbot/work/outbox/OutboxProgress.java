package dev.rollbackbot.work.outbox;

import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.app.Outbox.OverdueRow;
import dev.rollbackbot.app.Readiness.ReadinessProblem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether the outbox moves. A row that could have been sent a while ago may stand behind others, so
 * only one that stays the first of its destination counts.
 */
public final class OutboxProgress implements Supplier<Optional<ReadinessProblem>> {
  private static final Duration OVERDUE = Duration.ofSeconds(60);
  private static final Duration STAYS = Duration.ofSeconds(30);

  private final Outbox outbox;
  private final InstantSource clock;
  private Optional<Observed> last = Optional.empty();

  private record Observed(OverdueRow row, Instant at) {}

  public OutboxProgress(Outbox outbox, InstantSource clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public synchronized Optional<ReadinessProblem> get() {
    Instant now = clock.instant();
    try {
      Optional<OverdueRow> row = outbox.overdue(now.minus(OVERDUE));
      last =
          row.map(overdue ->
              last.filter(o -> o.row().key().equals(overdue.key()))
                  .orElseGet(() -> new Observed(overdue, now)));
    } catch (StoreUnavailable e) {
      return Optional.of(ReadinessProblem.atOnce("not known: the database can't be read"));
    }
    return last.filter(o -> !now.isBefore(o.at().plus(STAYS)))
        .map(o ->
            new ReadinessProblem(
                "a message of " + o.row().incident().label() + " is due and not sent",
                true,
                Optional.of(o.row().since())));
  }
}
