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
 * Delivers what an incident has to say, in order; the scheduler runs one task per incident at a
 * time. Between deliveries it draws the panel again where a clock runs on it.
 */
final class OutboxTask implements ExecutionHandler<Void> {
  static final String NAME = "outbox";

  private static final Logger LOG = LoggerFactory.getLogger(OutboxTask.class);
  private static final Effect.Refresh PANEL = new Effect.Refresh(Effect.Surface.PANEL);

  /** As many rows as are looked at together; more wait for the next look. */
  private static final int BATCH = 200;

  private final WorkPorts ports;
  private final Told told;
  private final Queue queue;
  private final Duration fresh;
  private final InstantSource clock;
  private final MeterRegistry meters;

  /**
   * Delivers through those ports.
   *
   * @param fresh how old a reading of whose task it is may be
   */
  OutboxTask(
      WorkPorts ports,
      Told told,
      Queue queue,
      Duration fresh,
      InstantSource clock,
      MeterRegistry meters) {
    this.fresh = fresh;
    this.ports = ports;
    this.told = told;
    this.queue = queue;
    this.clock = clock;
    this.meters = meters;
  }

  @Override
  public CompletionHandler<Void> execute(TaskInstance<Void> task, ExecutionContext context) {
    IncidentId incident = Instances.incident(task.getId());
    try (Trail _ = Trail.of(incident)) {
      Fence fence = new FreshFence(() -> queue.holds(context.getExecution()), fresh, clock);
      Optional<Instant> next = deliverAll(incident, fence);
      return (complete, operations) -> {
        next.ifPresentOrElse(at -> operations.reschedule(complete, at), operations::stop);
        lookAgain(incident);
      };
    }
  }

  /** What was asked for while this task ended would not be seen otherwise. */
  private void lookAgain(IncidentId incident) {
    Instant now = clock.instant();
    ports.outbox().waiting(incident, 1).stream()
        .filter(row -> row.notBefore().isEmpty() || !row.notBefore().get().isAfter(now))
        .findFirst()
        .ifPresent(_ -> queue.hasten(NAME, Instances.of(incident), now));
  }

  /** Gives when to come back; empty: when somebody asks. */
  private Optional<Instant> deliverAll(IncidentId incident, Fence fence) {
    boolean idle = true;
    while (true) {
      List<Row> rows = ports.outbox().waiting(incident, BATCH);
      if (rows.isEmpty()) {
        return redraw(incident, idle, fence);
      }
      idle = false;
      Optional<Instant> notBefore = rows.getFirst().notBefore();
      if (notBefore.isPresent() && notBefore.get().isAfter(clock.instant())) {
        return notBefore;
      }
      if (!fence.holds()) {
        LOG.warn("The deliveries were taken over by somebody else; nothing more is said here");
        return Optional.empty();
      }
      deliverFirst(incident, rows, fence);
      Trail.again(incident);
    }
  }

  private void deliverFirst(IncidentId incident, List<Row> rows, Fence fence) {
    Row row = rows.getFirst();
    List<String> settled = Coalescing.settledByFirst(rows);
    ports.outbox().begin(row.key());
    String what = row.effect().getClass().getSimpleName();
    switch (deliver(
        new Chat.Delivery(row.key(), load(incident), row.effect(), row.maybeDone(), fence))) {
      case Chat.Done(Optional<Command> tell) -> {
        tell.ifPresent(command -> told.tell("outbox:" + row.key(), incident, command));
        ports.outbox().done(settled);
        Trail.again(incident);
        LOG.info("{} {} delivered, {} rows", what, row.key(), settled.size());
      }
      case Chat.Later _, Chat.Lost _ when !fence.holds() ->
          LOG.warn(
              "{} {} was taken over by somebody else; this attempt notes nothing", what, row.key());
      case Chat.Later(Duration after, String why, boolean maybeDone) -> {
        // An attempt that was told to wait says nothing of one before it that was cut off.
        boolean doubt = maybeDone || row.maybeDone();
        ports.outbox().postpone(row.key(), clock.instant().plus(after), why, doubt);
        if (row.effect() instanceof Effect.Patient && rows.size() > 1) {
          ports.outbox().goBehind(row.key());
        }
        LOG.info("{} {} waits {} ms: {}", what, row.key(), after.toMillis(), why);
      }
      case Chat.Lost(String lost, String why) -> {
        told.tell(lostKey(incident, row), incident, failed(lost, why));
        ports.outbox().setAside(settled, why);
        Trail.again(incident);
        LOG.warn("{} {} set aside: {}", what, row.key(), why);
      }
    }
  }

  private Chat.Delivered deliver(Chat.Delivery delivery) {
    Chat.Delivered came = ports.chat().deliver(delivery);
    String result = came.getClass().getSimpleName();
    meters.counter("rollbackbot.deliveries", "result", result).increment();
    return came;
  }

  /** A surface is asked for again and again: that it can't be drawn is told once. */
  private static String lostKey(IncidentId incident, Row row) {
    return row.effect() instanceof Effect.Refresh(Effect.Surface surface)
        ? "outbox:lost:" + incident.label() + ":" + surface
        : "outbox:" + row.key();
  }

  private Command failed(String what, String why) {
    return new Command.PostFailed(clock.instant(), Actor.BOT, what, why);
  }

  /**
   * Draws the panel where a clock runs on it and the time has come.
   *
   * @param idle nothing else was delivered in this run: it is here for the clock
   */
  private Optional<Instant> redraw(IncidentId incident, boolean idle, Fence fence) {
    Incident now = load(incident);
    Optional<Duration> pace = ports.redraw().apply(now);
    if (pace.isEmpty()) {
      return Optional.empty();
    }
    Instant next = clock.instant().plus(pace.get());
    if (!idle) {
      return Optional.of(next);
    }
    return switch (deliver(new Chat.Delivery("redraw", now, PANEL, false, fence))) {
      case Chat.Done _ -> Optional.of(next);
      case Chat.Later(Duration after, _, _) ->
          Optional.of(clock.instant().plus(after.compareTo(pace.get()) > 0 ? after : pace.get()));
      case Chat.Lost(_, String why) -> {
        LOG.warn("The panel's clock stops: {}", why);
        yield Optional.empty();
      }
    };
  }

  private Incident load(IncidentId incident) {
    return ports
        .incidents()
        .load(incident)
        .flatMap(Loaded::incident)
        .orElseThrow(() -> new IllegalStateException(incident.label() + " was never declared"));
  }
}
