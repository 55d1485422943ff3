package dev.rollbackbot.work;

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
import dev.rollbackbot.work.outbox.RefreshCoalescing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers one row of an outbox and stores what came of it.
 *
 * @param blockedPause until a destination that takes nothing is tried again
 */
record RowDelivery(
    WorkerDependencies dependencies,
    OutcomeListener outcomes,
    Duration blockedPause,
    InstantSource clock,
    MeterRegistry meters) {
  private static final Logger LOG = LoggerFactory.getLogger(RowDelivery.class);

  /** For an incident that has ended; with the longest pause some two days. */
  private static final int MAX_ATTEMPTS = 6_000;

  /**
   * An attempt that has started.
   *
   * @param rows that waited for its destination then; the first one is delivered
   * @param state as it is delivered
   * @param settled the keys of the rows that it settles
   */
  record RowAttempt(List<OutboxRow> rows, Incident state, List<String> settled, LeaseCheck lease) {
    OutboxRow row() {
      return rows.getFirst();
    }

    private Chat.Delivery delivery() {
      return new Chat.Delivery(row().key(), state, row().effect(), row().maybeDone(), lease);
    }
  }

  /**
   * Starts an attempt at the first row.
   *
   * @return empty: a later row says what it was to say, so it is settled without one
   */
  Optional<RowAttempt> start(IncidentId incident, List<OutboxRow> rows, LeaseCheck lease) {
    OutboxRow row = rows.getFirst();
    String key = row.key();
    if (RefreshCoalescing.isReplaced(rows)) {
      outbox().markSettled(List.of(key), "replaced by a later one");
      LOG.info("replaced by a later one effect={} key={}", name(row), key);
      return Optional.empty();
    }
    outbox().markStarted(key);
    Incident state = dependencies.incident(incident);
    return Optional.of(
        new RowAttempt(rows, state, RefreshCoalescing.settledByFirst(rows, state), lease));
  }

  Chat.DeliveryResult deliver(RowAttempt attempt) {
    return deliver(attempt.delivery());
  }

  /** Also for what no row asks for. */
  Chat.DeliveryResult deliver(Chat.Delivery delivery) {
    Chat.DeliveryResult result = dependencies.chat().deliver(delivery);
    String name = result.getClass().getSimpleName();
    meters.counter("rollbackbot.deliveries", "result", name).increment();
    return result;
  }

  private static String name(OutboxRow row) {
    return row.effect().getClass().getSimpleName();
  }

  /** Stores what came of an attempt, and tells the incident. */
  void store(RowAttempt attempt, Chat.DeliveryResult result) {
    Incident state = attempt.state();
    IncidentId incident = state.id();
    List<OutboxRow> rows = attempt.rows();
    List<String> settled = attempt.settled();
    OutboxRow row = attempt.row();
    String key = row.key();
    String effect = name(row);
    switch (result) {
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
          when !attempt.lease().isValid() ->
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

  /** A live message that can't be updated is reported once; its updates repeat. */
  private static String failureKey(IncidentId incident, OutboxRow row) {
    return row.effect() instanceof Effect.Refresh(Effect.LiveMessage message)
        ? "outbox:failed:" + incident.label() + ":" + message
        : "outbox:" + row.key();
  }

  private Outbox outbox() {
    return dependencies.outbox();
  }
}
