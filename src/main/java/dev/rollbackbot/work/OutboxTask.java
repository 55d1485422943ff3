package dev.rollbackbot.work;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.Fence;
import dev.rollbackbot.app.IncidentStore.Loaded;
import dev.rollbackbot.app.Outbox.Row;
import dev.rollbackbot.app.Told;
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
  private static final Effect.Refresh PANEL = new Effect.Refresh(Effect.Surface.PANEL);

  private static final int BATCH = 200;

  private final WorkPorts dependencies;
  private final Told outcomes;
  private final Queue tasks;
  private final Duration leaseMaxAge;
  private final InstantSource clock;
  private final MeterRegistry meters;

  /**
   * Creates the task.
   *
   * @param leaseMaxAge how old the result of a lease check may be
   */
  OutboxTask(
      WorkPorts dependencies,
      Told outcomes,
      Queue tasks,
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
    IncidentId incident = Instances.incident(task.getId());
    try (Trail _ = Trail.of(incident)) {
      Fence lease = new FreshFence(() -> tasks.holds(context.getExecution()), leaseMaxAge, clock);
      Optional<Instant> next = deliverAll(incident, lease);
      return (complete, operations) -> {
        next.ifPresentOrElse(at -> operations.reschedule(complete, at), operations::stop);
        lookAgain(incident);
      };
    }
  }

  /** Rows that were enqueued while this task was ending would not be noticed otherwise. */
  private void lookAgain(IncidentId incident) {
    Instant now = clock.instant();
    dependencies.outbox().waiting(incident, 1).stream()
        .filter(row -> row.notBefore().isEmpty() || !row.notBefore().get().isAfter(now))
        .findFirst()
        .ifPresent(_ -> tasks.hasten(NAME, Instances.of(incident), now));
  }

  /** Next run; empty: when a row is enqueued. */
  private Optional<Instant> deliverAll(IncidentId incident, Fence lease) {
    boolean idle = true;
    while (true) {
      List<Row> rows = dependencies.outbox().waiting(incident, BATCH);
      if (rows.isEmpty()) {
        return redraw(incident, idle, lease);
      }
      idle = false;
      Optional<Instant> notBefore = rows.getFirst().notBefore();
      if (notBefore.isPresent() && notBefore.get().isAfter(clock.instant())) {
        return notBefore;
      }
      if (!lease.holds()) {
        LOG.warn("outbox taken over by another instance, deliveries stop here");
        return Optional.empty();
      }
      deliverFirst(incident, rows, lease);
      Trail.again(incident);
    }
  }

  private void deliverFirst(IncidentId incident, List<Row> rows, Fence lease) {
    Row row = rows.getFirst();
    List<String> settled = Coalescing.settledByFirst(rows);
    dependencies.outbox().begin(row.key());
    String effect = row.effect().getClass().getSimpleName();
    switch (deliver(
        new Chat.Delivery(row.key(), load(incident), row.effect(), row.maybeDone(), lease))) {
      case Chat.Done(Optional<Command> report) -> {
        report.ifPresent(command -> outcomes.tell("outbox:" + row.key(), incident, command));
        dependencies.outbox().done(settled);
        Trail.again(incident);
        LOG.info("delivered effect={} key={} rows={}", effect, row.key(), settled.size());
      }
      case Chat.Later _, Chat.Lost _ when !lease.holds() ->
          LOG.warn(
              "taken over by another instance, result not stored effect={} key={}",
              effect,
              row.key());
      case Chat.Later(Duration after, String reason, boolean maybeDone) -> {
        // That this attempt was not performed says nothing about an earlier, interrupted one.
        boolean inDoubt = maybeDone || row.maybeDone();
        dependencies.outbox().postpone(row.key(), clock.instant().plus(after), reason, inDoubt);
        if (row.effect() instanceof Effect.Patient && rows.size() > 1) {
          dependencies.outbox().goBehind(row.key());
        }
        LOG.info(
            "postponed effect={} key={} delayMs={} reason={}",
            effect,
            row.key(),
            after.toMillis(),
            reason);
      }
      case Chat.Lost(String what, String reason) -> {
        outcomes.tell(failureKey(incident, row), incident, failed(what, reason));
        dependencies.outbox().setAside(settled, reason);
        Trail.again(incident);
        LOG.warn("failed for good effect={} key={} reason={}", effect, row.key(), reason);
      }
    }
  }

  private Chat.Delivered deliver(Chat.Delivery delivery) {
    Chat.Delivered delivered = dependencies.chat().deliver(delivery);
    String result = delivered.getClass().getSimpleName();
    meters.counter("rollbackbot.deliveries", "result", result).increment();
    return delivered;
  }

  /** Updates of one message repeat, so that they fail is reported to the incident once. */
  private static String failureKey(IncidentId incident, Row row) {
    return row.effect() instanceof Effect.Refresh(Effect.Surface surface)
        ? "outbox:failed:" + incident.label() + ":" + surface
        : "outbox:" + row.key();
  }

  private Command failed(String what, String reason) {
    return new Command.PostFailed(clock.instant(), Actor.BOT, what, reason);
  }

  /**
   * Updates a panel that shows elapsed or remaining time; gives the next run.
   *
   * @param idle nothing else was delivered in this run, so it is the run for this update
   */
  private Optional<Instant> redraw(IncidentId id, boolean idle, Fence lease) {
    Incident incident = load(id);
    Optional<Duration> interval = dependencies.redraw().apply(incident);
    if (interval.isEmpty()) {
      return Optional.empty();
    }
    Instant next = clock.instant().plus(interval.get());
    if (!idle) {
      return Optional.of(next);
    }
    return switch (deliver(new Chat.Delivery("redraw", incident, PANEL, false, lease))) {
      case Chat.Done _ -> Optional.of(next);
      case Chat.Later(Duration after, _, _) ->
          Optional.of(
              clock.instant().plus(after.compareTo(interval.get()) > 0 ? after : interval.get()));
      case Chat.Lost(_, String reason) -> {
        LOG.warn("panel updates stop reason={}", reason);
        yield Optional.empty();
      }
    };
  }

  private Incident load(IncidentId incident) {
    return dependencies
        .incidents()
        .load(incident)
        .flatMap(Loaded::incident)
        .orElseThrow(() -> new IllegalStateException(incident.label() + " was never declared"));
  }
}
