package dev.rollbackbot.app.alert;

import dev.rollbackbot.alert.Alert;
import dev.rollbackbot.alert.AlertChange;
import dev.rollbackbot.alert.AlertState;
import dev.rollbackbot.alert.AlertState.AlertStep;
import dev.rollbackbot.alert.source.AlertContent.DeliveredAlerts;
import dev.rollbackbot.alert.source.AlertContent.NoAlertReason;
import dev.rollbackbot.alert.source.AlertContent.NothingToDo;
import dev.rollbackbot.alert.source.AlertContent.UnreadableAlert;
import dev.rollbackbot.alert.source.AlertRequest;
import dev.rollbackbot.alert.source.AlertSource;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.IncidentStore.UnitOfWork;
import dev.rollbackbot.app.alert.AlertMapping.MatchedTrigger;
import dev.rollbackbot.app.trigger.TriggerKey;
import dev.rollbackbot.runbook.Runbook;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes alerts in: checks who sent them, reads them, and stores what they change before they are
 * acknowledged. Everything that was understood is acknowledged, also what means nothing to the bot:
 * some senders give up a message that is refused, and others repeat it for ever.
 */
public final class AlertIntake implements AlertEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(AlertIntake.class);

  /** Each of them may hold a body of the largest size. */
  private static final int AT_ONCE = 32;

  private static final long WAIT_MILLIS = 700;

  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;

  private static final AlertAnswer DONE = new AlertAnswer(NO_CONTENT, "");

  private final Map<String, AlertSource> sources;
  private final IncidentStore transactions;
  private final AlertStore store;
  private final AlertedTriggerStore triggers;
  private final Supplier<List<Runbook>> runbooks;
  private final Runnable stored;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final Semaphore turns = new Semaphore(AT_ONCE);

  /**
   * Takes alerts of those systems.
   *
   * @param sources by the last part of their path; only those that have a secret
   * @param runbooks that may name alerts
   * @param stored called after alerts that mean something to a runbook were stored
   */
  public AlertIntake(
      Map<String, AlertSource> sources,
      IncidentStore transactions,
      AlertStore store,
      AlertedTriggerStore triggers,
      Supplier<List<Runbook>> runbooks,
      Runnable stored,
      InstantSource clock,
      MeterRegistry meters) {
    this.sources = Map.copyOf(sources);
    this.transactions = transactions;
    this.store = store;
    this.triggers = triggers;
    this.runbooks = runbooks;
    this.stored = stored;
    this.clock = clock;
    this.meters = meters;
  }

  @Override
  public AlertAnswer accept(
      String source, String method, Map<String, List<String>> headers, byte[] body) {
    Optional<AlertSource> known = Optional.ofNullable(sources.get(source));
    if (known.isEmpty()) {
      return new AlertAnswer(NOT_FOUND, "There is nothing here.");
    }
    AlertRequest request = new AlertRequest(headers, body);
    if (method.equals("OPTIONS")) {
      return mayISend(known.get(), request);
    }
    if (!method.equals("POST") && !method.equals("PUT")) {
      return new AlertAnswer(NOT_ALLOWED, Map.of("Allow", "POST"), "Alerts are posted here.");
    }
    if (!known.get().isAuthentic(request)) {
      LOG.info("alerts refused source={}: not authentic", source);
      count(source, "not_authentic", 1);
      return new AlertAnswer(UNAUTHORIZED, "The secret or the signature does not hold.");
    }
    return withTurn(
        source,
        () ->
            switch (known.get().read(request)) {
              case DeliveredAlerts delivered -> store(source, withoutOwn(source, delivered));
              case NothingToDo(NoAlertReason reason) -> {
                count(source, reason.name().toLowerCase(Locale.ROOT), 1);
                yield DONE;
              }
              case UnreadableAlert(String problem) -> {
                LOG.warn("alerts refused source={}: {}", source, problem);
                count(source, "unreadable", 1);
                yield new AlertAnswer(BAD_REQUEST, problem);
              }
            });
  }

  /** A page of the bot that comes back must not propose anything. */
  private DeliveredAlerts withoutOwn(String source, DeliveredAlerts delivered) {
    List<Alert> others = delivered.alerts().stream().filter(a -> !a.isOwnPage()).toList();
    int own = delivered.alerts().size() - others.size();
    count(source, NoAlertReason.OWN_PAGE.name().toLowerCase(Locale.ROOT), own);
    return new DeliveredAlerts(
        others, delivered.deliveryKey(), delivered.tests(), delivered.leftOut());
  }

  private static AlertAnswer mayISend(AlertSource source, AlertRequest request) {
    return source
        .allowedOrigin(request)
        .map(origin -> new AlertAnswer(OK, Map.of("WebHook-Allowed-Origin", origin), ""))
        .orElseGet(
            () -> new AlertAnswer(NOT_ALLOWED, Map.of("Allow", "POST"), "Alerts are posted here."));
  }

  private AlertAnswer withTurn(String source, Supplier<AlertAnswer> work) {
    try {
      if (!turns.tryAcquire(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        count(source, "busy", 1);
        return new AlertAnswer(UNAVAILABLE, "Too many alerts at once: send them again.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new AlertAnswer(UNAVAILABLE, "The bot is stopping: send them again.");
    }
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }

  private AlertAnswer store(String source, DeliveredAlerts delivered) {
    Optional<Map<AlertChange, Integer>> changes;
    try {
      changes = transactions.inTransaction(unit -> changes(unit, source, delivered));
    } catch (StoreUnavailable e) {
      // Whatever may have been stored all the same changes nothing when it comes again.
      LOG.warn("alerts not stored source={} error={}", source, e.getMessage());
      count(source, "not_stored", 1);
      return new AlertAnswer(UNAVAILABLE, "The alerts can't be stored: send them again.");
    }
    count(source, "test", delivered.tests());
    count(source, "left_out", delivered.leftOut());
    if (changes.isEmpty()) {
      count(source, "duplicate", 1);
      return DONE;
    }
    if (changes.get().containsKey(AlertChange.FIRED)
        || changes.get().containsKey(AlertChange.RESOLVED)) {
      tell(source);
    }
    changes.get().forEach((change, n) -> count(source, change.name().toLowerCase(Locale.ROOT), n));
    LOG.info("alerts stored source={} changes={}", source, changes.get());
    return DONE;
  }

  /** It is stored, so that it is acknowledged, and found a little later all the same. */
  private void tell(String source) {
    try {
      stored.run();
    } catch (StoreUnavailable e) {
      LOG.warn("alerts followed up later source={} error={}", source, e.getMessage());
    }
  }

  /** Empty: it was delivered before. */
  private Optional<Map<AlertChange, Integer>> changes(
      UnitOfWork unit, String source, DeliveredAlerts delivered) {
    store.lock(unit);
    // Of two deliveries and what is made of them, the later one has the later time.
    Instant now = clock.instant();
    if (delivered.deliveryKey().isPresent()
        && !store.claim(unit, source, delivered.deliveryKey().get(), now)) {
      return Optional.empty();
    }
    Map<String, AlertState> known =
        new HashMap<>(
            store.find(unit, source, delivered.alerts().stream().map(Alert::fingerprint).toList()));
    List<Runbook> all = runbooks.get();
    Map<String, Collection<MatchedTrigger>> matches = new LinkedHashMap<>();
    Set<TriggerKey> fired = new LinkedHashSet<>();
    Set<TriggerKey> firing = new LinkedHashSet<>();
    Map<AlertChange, Integer> changes = new EnumMap<>(AlertChange.class);
    Map<String, AlertState> changed = new LinkedHashMap<>();
    for (Alert alert : delivered.alerts()) {
      AlertStep step =
          Optional.ofNullable(known.get(alert.fingerprint()))
              .map(state -> state.next(alert, now))
              .orElseGet(() -> AlertState.first(alert, now));
      changes.merge(step.change(), 1, Integer::sum);
      if (fires(step.change())) {
        // A repetition is compared too: a runbook may have come to name it since.
        Collection<MatchedTrigger> meant = AlertMapping.of(all, source, alert.labels());
        matches.put(alert.fingerprint(), meant);
        Set<TriggerKey> keys = step.change() == AlertChange.FIRED ? fired : firing;
        meant.forEach(match -> keys.add(match.trigger()));
      }
      known.put(alert.fingerprint(), step.state());
      if (step.change() != AlertChange.OUTDATED) {
        changed.put(alert.fingerprint(), step.state());
      }
    }
    store.save(unit, source, changed.values());
    triggers.saveMatches(unit, source, matches);
    triggers.fired(unit, fired, now);
    triggers.know(unit, firing, now);
    return Optional.of(changes);
  }

  private static boolean fires(AlertChange change) {
    return change == AlertChange.FIRED || change == AlertChange.STILL_FIRING;
  }

  private void count(String source, String result, int amount) {
    if (amount > 0) {
      Counter.builder("rollbackbot.alerts")
          .tag("source", source)
          .tag("result", result)
          .register(meters)
          .increment(amount);
    }
  }
}
