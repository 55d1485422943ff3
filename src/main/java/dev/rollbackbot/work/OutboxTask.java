package dev.rollbackbot.work;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.app.Outbox;
import dev.rollbackbot.app.Outbox.OutboxRow;
import dev.rollbackbot.app.OutcomeListener;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.UndeliveredPost;
import dev.rollbackbot.incident.text.StakeholderPosts;
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
 *
 * @param leaseMaxAge how old the result of a lease check may be
 */
record OutboxTask(
    WorkerDependencies dependencies,
    OutcomeListener outcomes,
    ScheduledTasksTable tasks,
    Duration leaseMaxAge,
    InstantSource clock,
    MeterRegistry meters)
    implements ExecutionHandler<Void> {
  static final String NAME = "outbox";

  private static final Logger LOG = LoggerFactory.getLogger(OutboxTask.class);
  private static final Effect.Refresh PANEL = new Effect.Refresh(Effect.LiveMessage.PANEL);
  private static final int BATCH = 200;

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
    outbox().waiting(incident, 1).stream()
        .filter(row -> row.notBefore().isEmpty() || !row.notBefore().get().isAfter(now))
        .findFirst()
        .ifPresent(_ -> tasks.scheduleNoLaterThan(NAME, TaskInstanceIds.of(incident), now));
  }

  /** Next run; empty: when a row is enqueued. */
  private Optional<Instant> deliverAll(IncidentId incident, LeaseCheck lease) {
    boolean idle = true;
    while (true) {
      List<OutboxRow> rows = outbox().waiting(incident, BATCH);
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
    OutboxRow row = rows.getFirst();
    String key = row.key();
    String effect = row.effect().getClass().getSimpleName();
    List<String> settled = RefreshCoalescing.settledByFirst(rows);
    outbox().markStarted(key);
    Incident state = dependencies.incident(incident);
    switch (deliver(new Chat.Delivery(key, state, row.effect(), row.maybeDone(), lease))) {
      case Chat.Completed(Optional<Command> report) -> {
        report.ifPresent(command -> outcomes.deliver("outbox:" + key, incident, command));
        outbox().markDelivered(settled);
        IncidentMdc.restore(incident);
        LOG.info("delivered effect={} key={} rows={}", effect, key, settled.size());
      }
      case Chat.RetryLater _, Chat.PermanentFailure _ when !lease.isValid() ->
          LOG.warn("taken over, result not stored effect={} key={}", effect, key);
      case Chat.RetryLater(Duration after, String reason, boolean maybeDone) -> {
        // That this attempt was not performed says nothing about an earlier, interrupted one.
        boolean inDoubt = maybeDone || row.maybeDone();
        outbox().postpone(key, clock.instant().plus(after), reason, inDoubt);
        if (row.effect() instanceof Effect.LowPriority && rows.size() > 1) {
          outbox().moveToEnd(key);
        }
        long delay = after.toMillis();
        LOG.info("postponed effect={} key={} delayMs={} reason={}", effect, key, delay, reason);
      }
      case Chat.PermanentFailure(String what, String reason) -> {
        Command failed =
            new Command.DeliveryFailed(
                clock.instant(), Actor.BOT, what, reason, undelivered(state, row.effect()));
        outcomes.deliver(failureKey(incident, row), incident, failed);
        outbox().markFailed(settled, reason);
        IncidentMdc.restore(incident);
        LOG.warn("failed for good effect={} key={} reason={}", effect, key, reason);
      }
    }
  }

  /** The post to stakeholders that failed, if it was one. */
  private static Optional<UndeliveredPost> undelivered(Incident incident, Effect effect) {
    return switch (effect) {
      case Effect.Post post -> post.notice().map(n -> new UndeliveredPost(post.channel(), n));
      case Effect.RepeatPost(String channel) ->
          StakeholderPosts.missed(incident, channel).map(n -> new UndeliveredPost(channel, n));
      case Effect _ -> Optional.empty();
    };
  }

  private Chat.DeliveryResult deliver(Chat.Delivery delivery) {
    Chat.DeliveryResult result = dependencies.chat().deliver(delivery);
    String name = result.getClass().getSimpleName();
    meters.counter("rollbackbot.deliveries", "result", name).increment();
    return result;
  }

  /** A live message that can't be updated is reported once; its updates repeat. */
  private static String failureKey(IncidentId incident, OutboxRow row) {
    return row.effect() instanceof Effect.Refresh(Effect.LiveMessage message)
        ? "outbox:failed:" + incident.label() + ":" + message
        : "outbox:" + row.key();
  }

  /**
   * Updates a panel that shows elapsed or remaining time; returns the time of the next run.
   *
   * @param idle nothing else was delivered in this run, so it is the run for this update
   */
  private Optional<Instant> redraw(IncidentId id, boolean idle, LeaseCheck lease) {
    Incident incident = dependencies.incident(id);
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

  private Outbox outbox() {
    return dependencies.outbox();
  }
}
