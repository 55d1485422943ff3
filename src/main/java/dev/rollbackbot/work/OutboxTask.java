package dev.rollbackbot.work;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.IncidentStore.VersionedIncident;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.app.Outbox.OutboxRow;
import dev.rollbackbot.app.OutcomeListener;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers an incident's outbox in order; the scheduler runs one such task per incident at a time.
 * When the outbox is empty it updates a panel that shows elapsed or remaining time.
 */
final class OutboxTask implements ExecutionHandler<Void> {
  static final String NAME = "outbox";

  private static final Logger LOG = LoggerFactory.getLogger(OutboxTask.class);
  private static final Effect.Refresh PANEL = new Effect.Refresh(Effect.LiveMessage.PANEL);

  private static final int BATCH = 200;

  private final WorkerDependencies dependencies;
  private final OutcomeListener outcomes;
  private final ScheduledTasksTable tasks;
  private final Duration leaseMaxAge;
  private final InstantSource clock;
  private final MeterRegistry meters;

  /**
   * Creates the task.
   *
   * @param leaseMaxAge how old the result of a lease check may be
   */
  OutboxTask(
      WorkerDependencies dependencies,
      OutcomeListener outcomes,
      ScheduledTasksTable tasks,
      Duration leaseMaxAge,
      InstantSource clock,
      MeterRegistry meters) {
    this.leaseMaxAge = leaseMaxAge;
    this.dependencies = dependencies;
    this.outcomes = outcomes;
    this.tasks = tasks;
    this.clock = clock;
    this.meters = meters;
  }

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
    dependencies.outbox().waiting(incident, 1).stream()
        .filter(outboxRow ->
            outboxRow.notBefore().isEmpty() || !outboxRow.notBefore().get().isAfter(now))
        .findFirst()
        .ifPresent(_ -> tasks.scheduleNoLaterThan(NAME, TaskInstanceIds.of(incident), now));
  }

  /** Next run; empty: when a row is enqueued. */
  private Optional<Instant> deliverAll(IncidentId incident, LeaseCheck lease) {
    boolean idle = true;
    while (true) {
      List<OutboxRow> rows = dependencies.outbox().waiting(incident, BATCH);
      if (rows.isEmpty()) {
        return redraw(incident, idle, lease);
      }
      idle = false;
      Optional<Instant> notBefore = rows.getFirst().notBefore();
      if (notBefore.isPresent() && notBefore.get().isAfter(clock.instant())) {
        return notBefore;
      }
      if (!lease.isValid()) {
        LOG.warn("outbox taken over by another instance, deliveries stop here");
        return Optional.empty();
      }
      deliverFirst(incident, rows, lease);
      IncidentMdc.restore(incident);
    }
  }

  private void deliverFirst(IncidentId incident, List<OutboxRow> rows, LeaseCheck lease) {
    OutboxRow outboxRow = rows.getFirst();
    List<String> settled = RefreshCoalescing.settledByFirst(rows);
    dependencies.outbox().markStarted(outboxRow.key());
    String effect = outboxRow.effect().getClass().getSimpleName();
    switch (deliver(
        new Chat.Delivery(
            outboxRow.key(), load(incident), outboxRow.effect(), outboxRow.maybeDone(), lease))) {
      case Chat.Completed(Optional<Command> report) -> {
        report.ifPresent(
            command -> outcomes.deliver("outbox:" + outboxRow.key(), incident, command));
        dependencies.outbox().markDelivered(settled);
        IncidentMdc.restore(incident);
        LOG.info("delivered effect={} key={} rows={}", effect, outboxRow.key(), settled.size());
      }
      case Chat.RetryLater _, Chat.PermanentFailure _ when !lease.isValid() ->
          LOG.warn(
              "taken over by another instance, result not stored effect={} key={}",
              effect,
              outboxRow.key());
      case Chat.RetryLater(Duration after, String reason, boolean maybeDone) -> {
        // That this attempt was not performed says nothing about an earlier, interrupted one.
        boolean inDoubt = maybeDone || outboxRow.maybeDone();
        dependencies
            .outbox()
            .postpone(outboxRow.key(), clock.instant().plus(after), reason, inDoubt);
        if (outboxRow.effect() instanceof Effect.LowPriority && rows.size() > 1) {
          dependencies.outbox().moveToEnd(outboxRow.key());
        }
        LOG.info(
            "postponed effect={} key={} delayMs={} reason={}",
            effect,
            outboxRow.key(),
            after.toMillis(),
            reason);
      }
      case Chat.PermanentFailure(String what, String reason) -> {
        outcomes.deliver(failureKey(incident, outboxRow), incident, deliveryFailed(what, reason));
        dependencies.outbox().markFailed(settled, reason);
        IncidentMdc.restore(incident);
        LOG.warn("failed for good effect={} key={} reason={}", effect, outboxRow.key(), reason);
      }
    }
  }

  private Chat.DeliveryResult deliver(Chat.Delivery delivery) {
    Chat.DeliveryResult deliveryResult = dependencies.chat().deliver(delivery);
    String result = deliveryResult.getClass().getSimpleName();
    meters.counter("rollbackbot.deliveries", "result", result).increment();
    return deliveryResult;
  }

  /** Updates of one message repeat, so that they fail is reported to the incident once. */
  private static String failureKey(IncidentId incident, OutboxRow outboxRow) {
    return outboxRow.effect() instanceof Effect.Refresh(Effect.LiveMessage liveMessage)
        ? "outbox:failed:" + incident.label() + ":" + liveMessage
        : "outbox:" + outboxRow.key();
  }

  private Command deliveryFailed(String what, String reason) {
    return new Command.DeliveryFailed(clock.instant(), Actor.BOT, what, reason);
  }

  /**
   * Updates a panel that shows elapsed or remaining time; gives the next run.
   *
   * @param idle nothing else was delivered in this run, so it is the run for this update
   */
  private Optional<Instant> redraw(IncidentId id, boolean idle, LeaseCheck lease) {
    Incident incident = load(id);
    Optional<Duration> interval = dependencies.redrawAfter().apply(incident);
    if (interval.isEmpty()) {
      return Optional.empty();
    }
    Instant next = clock.instant().plus(interval.get());
    if (!idle) {
      return Optional.of(next);
    }
    return switch (deliver(new Chat.Delivery("redraw", incident, PANEL, false, lease))) {
      case Chat.Completed _ -> Optional.of(next);
      case Chat.RetryLater(Duration after, _, _) ->
          Optional.of(
              clock.instant().plus(after.compareTo(interval.get()) > 0 ? after : interval.get()));
      case Chat.PermanentFailure(_, String reason) -> {
        LOG.warn("panel updates stop reason={}", reason);
        yield Optional.empty();
      }
    };
  }

  private Incident load(IncidentId incident) {
    return dependencies
        .incidents()
        .load(incident)
        .flatMap(VersionedIncident::incident)
        .orElseThrow(() -> new IllegalStateException(incident.label() + " was never declared"));
  }
}
