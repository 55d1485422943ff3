package dev.rollbackbot.app.alert;

import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.IncidentStore.UnitOfWork;
import dev.rollbackbot.app.alert.AlertedTriggerStore.AlertLine;
import dev.rollbackbot.app.alert.AlertedTriggerStore.AlertsOfTrigger;
import dev.rollbackbot.app.trigger.TriggerFirings;
import dev.rollbackbot.app.trigger.TriggerFirings.TriggerFiring;
import dev.rollbackbot.app.trigger.TriggerKey;
import dev.rollbackbot.incident.trigger.AlertedTrigger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what stored alerts mean to triggers. It looks at what is stored and not at single messages:
 * after a restart it goes on where it was, and a thousand alerts are looked at together. Only one
 * instance does it at a time. It also deletes what is old.
 */
public final class AlertFollowUp {
  private static final Logger LOG = LoggerFactory.getLogger(AlertFollowUp.class);

  /** Alerts that end by their time are noticed after that; others at once. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(2);

  /** The longest that a sender tries to deliver something again is two days. */
  private static final Duration KEYS_KEPT = Duration.ofDays(7);

  private static final Duration ALERTS_KEPT = Duration.ofDays(30);
  private static final Duration CLEANED_EVERY = Duration.ofHours(1);
  private static final int MOST_LINES = 4;

  private final IncidentStore transactions;
  private final AlertStore alerts;
  private final AlertedTriggerStore store;
  private final TriggerFirings firings;
  private final Runnable measureNow;
  private final InstantSource clock;
  private final AtomicBoolean called = new AtomicBoolean();
  private Instant cleanAgain = Instant.EPOCH;

  /** {@code measureNow}: has the triggers measured that are due. */
  public AlertFollowUp(
      IncidentStore transactions,
      AlertStore alerts,
      AlertedTriggerStore store,
      TriggerFirings firings,
      Runnable measureNow,
      InstantSource clock) {
    this.transactions = transactions;
    this.alerts = alerts;
    this.store = store;
    this.firings = firings;
    this.measureNow = measureNow;
    this.clock = clock;
  }

  /** Alerts were stored: a run that may have read before looks once more. */
  public void call() {
    called.set(true);
  }

  /** Tells once what is to be told; returns when to do it again. */
  public synchronized Instant run() {
    called.set(false);
    Instant now = clock.instant();
    boolean complete = tellAll(now);
    if (!now.isBefore(cleanAgain)) {
      forget(now);
      cleanAgain = now.plus(CLEANED_EVERY);
    }
    Instant end = clock.instant();
    return called.getAndSet(false) ? end : end.plus(complete ? PAUSE : AFTER_TROUBLE);
  }

  private boolean tellAll(Instant now) {
    boolean changed = false;
    boolean all = true;
    for (AlertsOfTrigger trigger : transactions.inTransaction(this::look)) {
      try {
        changed |= tell(trigger, now);
      } catch (StoreUnavailable e) {
        // One in trouble holds the others up no more than that.
        LOG.warn("alert not told trigger={} error={}", trigger.trigger(), e.getMessage());
        all = false;
      }
    }
    if (changed) {
      measureNow.run();
    }
    return all;
  }

  private List<AlertsOfTrigger> look(UnitOfWork unit) {
    alerts.lock(unit);
    // Not before: what was stored while this waited would be older than it, and be taken for seen.
    Instant now = clock.instant();
    List<AlertsOfTrigger> all = new ArrayList<>();
    for (AlertsOfTrigger trigger : store.triggers(unit, now)) {
      AlertedTrigger state = trigger.state().seen(trigger.firing() > 0, trigger.firedAt(), now);
      if (!state.equals(trigger.state())) {
        store.save(unit, trigger.trigger(), state);
      }
      all.add(new AlertsOfTrigger(trigger.trigger(), state, trigger.firing(), trigger.firedAt()));
    }
    return all;
  }

  /**
   * Told before it is stored that it was told: after a crash in between it is told again, which
   * changes nothing. Returns whether there was anything to tell.
   */
  private boolean tell(AlertsOfTrigger trigger, Instant now) {
    TriggerKey key = trigger.trigger();
    AlertedTrigger state = trigger.state();
    boolean news = false;
    if (state.beginIsNews()) {
      firing(trigger, now).ifPresent(firings::fired);
      state = state.withBeginTold();
      save(key, state);
      news = true;
    } else if (state.firing()) {
      firings.stillFires(key);
    }
    if (state.changeIsNews(now)) {
      firings.alertChanged(
          key.runbook(),
          key.environment(),
          key.trigger(),
          state.firing(),
          !state.firing() && state.flaps());
      save(key, state.withChangeTold());
      news = true;
    }
    return news;
  }

  private void save(TriggerKey key, AlertedTrigger state) {
    transactions.inTransaction(unit -> {
      alerts.lock(unit);
      store.save(unit, key, state);
      return state;
    });
  }

  /** Empty: what its alerts were is not known any more. */
  private Optional<TriggerFiring> firing(AlertsOfTrigger trigger, Instant now) {
    TriggerKey key = trigger.trigger();
    Instant begun = trigger.state().begunAt().orElse(now);
    List<AlertLine> lines =
        transactions.inTransaction(unit -> store.lines(unit, key, begun, now, MOST_LINES));
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    List<String> readings = new ArrayList<>(lines.stream().map(AlertLine::title).toList());
    if (trigger.firing() > lines.size()) {
      readings.add("and %d more alerts".formatted(trigger.firing() - lines.size()));
    }
    // No change after it is suspected.
    Instant started = Collections.min(lines.stream().map(AlertLine::startsAt).toList());
    return Optional.of(
        new TriggerFiring(
            "alerted:%s:%s:%s:%d"
                .formatted(key.runbook(), key.environment(), key.trigger(), begun.toEpochMilli()),
            key.runbook(),
            key.environment(),
            key.trigger(),
            lines.getFirst().service(),
            begun,
            Optional.of(started.isBefore(begun) ? started : begun),
            readings,
            Optional.of(lines.getFirst().source())));
  }

  private void forget(Instant now) {
    transactions.inTransaction(unit -> {
      alerts.lock(unit);
      alerts.forget(unit, now.minus(KEYS_KEPT), now.minus(ALERTS_KEPT));
      store.forget(unit, now.minus(ALERTS_KEPT));
      return now;
    });
  }
}
