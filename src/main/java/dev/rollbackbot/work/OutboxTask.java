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
import dev.rollbackbot.app.OutcomeListener;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.UndeliveredPost;
import dev.rollbackbot.incident.text.StakeholderPosts;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers an incident's outbox, in order within each destination, updates of live messages ahead
 * of posts ({@link UpdatesAhead}); the scheduler runs one such task per incident at a time. A
 * destination whose first row was postponed holds no other one up. When nothing is due it updates a
 * panel that shows elapsed or remaining time.
 *
 * @param blockedPause until a destination that takes nothing is tried again
 * @param leaseMaxAge how old the result of a lease check may be
 */
record OutboxTask(
    WorkerDependencies dependencies,
    OutcomeListener outcomes,
    ScheduledTasksTable tasks,
    Duration blockedPause,
    Duration leaseMaxAge,
    InstantSource clock,
    MeterRegistry meters)
    implements ExecutionHandler<Void> {
  static final String NAME = "outbox";

  private static final Logger LOG = LoggerFactory.getLogger(OutboxTask.class);
  private static final Effect.Refresh PANEL = new Effect.Refresh(Effect.LiveMessage.PANEL);
  private static final int BATCH = 200;

  /** For an incident that has ended; with the longest pause some two days. */
  private static final int MAX_ATTEMPTS = 6_000;

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
    boolean idle = true;
    Optional<OutboxRow> last = Optional.empty();
    while (true) {
      List<OutboxRow> rows = outbox().due(incident, clock.instant(), BATCH);
      if (rows.isEmpty()) {
        return nothingDue(incident, idle, lease);
      }
      idle = false;
      if (!lease.isValid()) {
        LOG.warn("outbox taken over by another instance, deliveries stop here");
        return Optional.empty();
      }
      last = Optional.of(deliverNext(incident, rows, last, lease));
      IncidentMdc.restore(incident);
    }
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
      IncidentId incident, List<OutboxRow> due, Optional<OutboxRow> last, LeaseCheck lease) {
    String destination = due.getFirst().destination();
    List<OutboxRow> waiting =
        due.stream().filter(r -> r.destination().equals(destination)).toList();
    Optional<OutboxRow> ahead = UpdatesAhead.of(waiting, dependencies.incident(incident), last);
    // Stored, so that a message that can't be updated now holds up what comes after it, as any
    // first
    // row does.
    ahead.ifPresent(row -> outbox().moveToFront(row.key()));
    deliverFirst(
        incident, ahead.map(row -> UpdatesAhead.with(row, waiting)).orElse(waiting), lease);
    return ahead.orElseGet(waiting::getFirst);
  }

  private void deliverFirst(IncidentId incident, List<OutboxRow> rows, LeaseCheck lease) {
    OutboxRow row = rows.getFirst();
    String key = row.key();
    String effect = row.effect().getClass().getSimpleName();
    if (RefreshCoalescing.isReplaced(rows)) {
      outbox().markSettled(List.of(key), "replaced by a later one");
      LOG.info("replaced by a later one effect={} key={}", effect, key);
      return;
    }
    outbox().markStarted(key);
    Incident state = dependencies.incident(incident);
    List<String> settled = RefreshCoalescing.settledByFirst(rows, state);
    switch (deliver(new Chat.Delivery(key, state, row.effect(), row.maybeDone(), lease))) {
      case Chat.Completed(Optional<Command> report) -> {
        report.ifPresent(command -> outcomes.deliver("outbox:" + key, incident, command));
        outbox().markDelivered(settled);
        IncidentMdc.restore(incident);
        LOG.info("delivered effect={} key={} rows={}", effect, key, settled.size());
      }
      case Chat.CompletedElsewhere(Optional<Command> report, String why, String remedy) -> {
        report.ifPresent(command -> outcomes.deliver("outbox:" + key, incident, command));
        Command elsewhere =
            failed(
                "a post in this incident's own channel",
                why,
                Optional.empty(),
                Optional.of(
                    remedy + " Until then everything is posted here; the panel stays here."),
                Optional.empty());
        outcomes.deliver("outbox:elsewhere:" + incident.label(), incident, elsewhere);
        outbox().markDelivered(settled);
        IncidentMdc.restore(incident);
        LOG.warn("delivered elsewhere effect={} key={} reason={}", effect, key, why);
      }
      case Chat.RetryLater _, Chat.DestinationBlocked _, Chat.PermanentFailure _
          when !lease.isValid() ->
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
      case Chat.DestinationBlocked blocked
          when !(state.state() instanceof State.Ended && row.attempts() > MAX_ATTEMPTS) ->
          blocked(state, rows, blocked);
      case Chat.DestinationBlocked(String _, String reason, String _) -> {
        outbox().markFailed(settled, reason);
        LOG.warn("given up effect={} key={} reason={}", effect, key, reason);
      }
      case Chat.PermanentFailure(String what, String reason, Optional<String> remedy) -> {
        Command failed =
            failed(
                what, reason, undelivered(state, row.effect()), remedy, liveMessage(row.effect()));
        outcomes.deliver(failureKey(incident, row), incident, failed);
        outbox().markFailed(settled, reason);
        IncidentMdc.restore(incident);
        LOG.warn("failed for good effect={} key={} reason={}", effect, key, reason);
      }
    }
  }

  /** Names a time in which the incident's own channel has taken no post. */
  private String sincePost(IncidentId incident) {
    return incident.label() + ":" + outbox().posted(incident, DeliveryDestinations.CHANNEL);
  }

  /**
   * Reported once for each row, of the incident's own channel only once until it has taken a post;
   * a person who asked for another try is told that it failed too.
   */
  private void blocked(Incident state, List<OutboxRow> rows, Chat.DestinationBlocked blocked) {
    OutboxRow row = rows.getFirst();
    List<String> asked =
        rows.stream()
            .skip(1)
            .filter(r -> r.effect() instanceof Effect.RepeatPost)
            .map(OutboxRow::key)
            .toList();
    boolean ownChannel = row.destination().equals(DeliveryDestinations.CHANNEL);
    String reported =
        ownChannel && state.details().channel().isPresent()
            ? DeliveryDestinations.CHANNEL + ":" + sincePost(state.id())
            : asked.isEmpty() ? row.key() : asked.getLast();
    Command failed =
        new Command.DeliveryFailed(
            clock.instant(),
            Actor.BOT,
            blocked.what(),
            blocked.why(),
            undelivered(state, row.effect()),
            Optional.of(blocked.remedy()),
            ownChannel ? Optional.of(Effect.Destination.CHANNEL) : Optional.empty(),
            liveMessage(row.effect()));
    outcomes.deliver("outbox:blocked:" + reported, state.id(), failed);
    if (!asked.isEmpty()) {
      outbox().markFailed(asked, blocked.why());
    }
    outbox()
        .postpone(row.key(), clock.instant().plus(blockedPause), blocked.why(), row.maybeDone());
    if (row.effect() instanceof Effect.LowPriority && rows.size() > 1 + asked.size()) {
      outbox().moveToEnd(row.key());
    }
    IncidentMdc.restore(state.id());
    LOG.warn(
        "destination blocked destination={} key={} reason={}",
        row.destination(),
        row.key(),
        blocked.why());
  }

  private Command failed(
      String what,
      String why,
      Optional<UndeliveredPost> undelivered,
      Optional<String> remedy,
      Optional<Effect.LiveMessage> message) {
    return new Command.DeliveryFailed(
        clock.instant(), Actor.BOT, what, why, undelivered, remedy, Optional.empty(), message);
  }

  private static Optional<Effect.LiveMessage> liveMessage(Effect effect) {
    return effect instanceof Effect.Refresh(Effect.LiveMessage message)
        ? Optional.of(message)
        : Optional.empty();
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
