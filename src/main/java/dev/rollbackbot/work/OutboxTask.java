package dev.rollbackbot.work;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.DeliveryDestinations;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.app.Outbox.OutboxRow;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.work.outbox.UpdatesAhead;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers an incident's outbox, in order within each destination, updates of live messages ahead
 * of posts ({@link UpdatesAhead}) and beside a file ({@link FileDelivery}); the scheduler runs one
 * such task per incident at a time. A destination whose first row was postponed holds no other one
 * up. When nothing is due it updates a panel that shows elapsed or remaining time.
 *
 * @param leaseMaxAge how old the result of a lease check may be
 * @param files runs the delivery of a file
 */
record OutboxTask(
    WorkerDependencies dependencies,
    RowDelivery delivery,
    ScheduledTasksTable tasks,
    Duration leaseMaxAge,
    InstantSource clock,
    Executor files)
    implements ExecutionHandler<Void> {
  static final String NAME = "outbox";

  private static final Logger LOG = LoggerFactory.getLogger(OutboxTask.class);
  private static final Effect.Refresh PANEL = new Effect.Refresh(Effect.LiveMessage.PANEL);
  private static final int BATCH = 200;

  /** How soon a click is noticed while only a file is on its way. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  @Override
  public CompletionHandler<Void> execute(TaskInstance<Void> task, ExecutionContext context) {
    IncidentId incident = TaskInstanceIds.incident(task.getId());
    try (IncidentMdc _ = IncidentMdc.of(incident)) {
      LeaseCheck lease =
          new FreshLeaseCheck(() -> tasks.holds(context.getExecution()), leaseMaxAge, clock);
      Optional<Instant> next = deliverAll(incident, lease);
      return (complete, operations) -> {
        next.ifPresentOrElse(at -> operations.reschedule(complete, at), operations::stop);
        rescheduleIfWaiting(incident);
      };
    }
  }

  /** Rows that were enqueued while this task was ending would not be noticed otherwise. */
  private void rescheduleIfWaiting(IncidentId incident) {
    Instant now = clock.instant();
    outbox().due(incident, now, 1).stream()
        .findFirst()
        .ifPresent(_ -> tasks.scheduleNoLaterThan(NAME, TaskInstanceIds.of(incident), now));
  }

  /** Next run; empty: when a row is enqueued. */
  private Optional<Instant> deliverAll(IncidentId incident, LeaseCheck lease) {
    try (FileDelivery file = new FileDelivery(delivery, files)) {
      boolean idle = true;
      Optional<OutboxRow> last = Optional.empty();
      while (true) {
        last = or(file.storeIfDelivered(), last);
        List<OutboxRow> due = outbox().due(incident, clock.instant(), BATCH);
        List<OutboxRow> rows = beside(file, due, incident);
        if (rows.isEmpty() && file.onItsWay().isPresent()) {
          file.await(LOOK_AGAIN);
        } else if (rows.isEmpty()) {
          return nothingDue(incident, idle, lease);
        } else if (!lease.isValid()) {
          LOG.warn("outbox taken over by another instance, deliveries stop here");
          return Optional.empty();
        } else {
          idle = false;
          last = Optional.of(deliverNext(incident, rows, last, lease, file));
        }
        IncidentMdc.restore(incident);
      }
    }
  }

  private static Optional<OutboxRow> or(Optional<OutboxRow> one, Optional<OutboxRow> other) {
    return one.isPresent() ? one : other;
  }

  private List<OutboxRow> beside(FileDelivery file, List<OutboxRow> due, IncidentId incident) {
    if (due.isEmpty() || file.onItsWay().isEmpty()) {
      return due;
    }
    // The file is the first of its destination, so what was postponed behind it is due here, too.
    Instant now = clock.instant();
    List<OutboxRow> allowed =
        due.stream().filter(row -> row.notBefore().filter(now::isBefore).isEmpty()).toList();
    return UpdatesAhead.beside(file.onItsWay().get(), allowed, dependencies.incident(incident));
  }

  private Optional<Instant> nothingDue(IncidentId incident, boolean idle, LeaseCheck lease) {
    Map<String, Instant> postponed = outbox().postponed(incident, clock.instant());
    Optional<Instant> redrawn =
        postponed.containsKey(DeliveryDestinations.CHANNEL)
            ? Optional.empty()
            : redraw(incident, idle, lease);
    return Stream.concat(postponed.values().stream(), redrawn.stream())
        .min(Comparator.naturalOrder());
  }

  /** Tries one row, and returns it. */
  private OutboxRow deliverNext(
      IncidentId incident,
      List<OutboxRow> due,
      Optional<OutboxRow> last,
      LeaseCheck lease,
      FileDelivery file) {
    String destination = due.getFirst().destination();
    List<OutboxRow> waiting =
        due.stream().filter(r -> r.destination().equals(destination)).toList();
    Optional<OutboxRow> ahead = UpdatesAhead.of(waiting, dependencies.incident(incident), last);
    // Stored, so that a message that can't be updated now holds up what comes after it, as any
    // first
    // row does.
    ahead.ifPresent(row -> outbox().moveToFront(row.key()));
    delivery
        .start(incident, ahead.map(row -> UpdatesAhead.with(row, waiting)).orElse(waiting), lease)
        .ifPresent(attempt -> {
          if (attempt.row().effect() instanceof Effect.FileUpload) {
            file.start(attempt);
          } else {
            delivery.store(attempt, delivery.deliver(attempt));
          }
        });
    return ahead.orElseGet(waiting::getFirst);
  }

  /**
   * Updates a panel that shows elapsed or remaining time; returns the time of the next run.
   *
   * @param idle nothing else was delivered in this run, so it is the run for this update
   */
  private Optional<Instant> redraw(IncidentId id, boolean idle, LeaseCheck lease) {
    Incident incident = dependencies.incident(id);
    // A proposal has no panel, and that of a new incident is posted by its row.
    Optional<Duration> interval =
        dependencies
            .redrawAfter()
            .apply(incident)
            .filter(_ -> incident.details().published().contains(PANEL.message()));
    if (interval.isEmpty()) {
      return Optional.empty();
    }
    Instant next = clock.instant().plus(interval.get());
    if (!idle) {
      return Optional.of(next);
    }
    return switch (delivery.deliver(new Chat.Delivery("redraw", incident, PANEL, false, lease))) {
      case Chat.Completed _, Chat.CompletedElsewhere _, Chat.DestinationBlocked _ ->
          Optional.of(next);
      case Chat.RetryLater(Duration after, _, _) ->
          Optional.of(
              clock.instant().plus(after.compareTo(interval.get()) > 0 ? after : interval.get()));
      case Chat.PermanentFailure(_, String reason, _) -> {
        LOG.warn("panel updates stop reason={}", reason);
        yield Optional.empty();
      }
    };
  }

  private Outbox outbox() {
    return dependencies.outbox();
  }
}
