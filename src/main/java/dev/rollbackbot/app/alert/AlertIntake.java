package dev.rollbackbot.app.alert;

import dev.rollbackbot.alert.Alert;
import dev.rollbackbot.alert.AlertChange;
import dev.rollbackbot.alert.AlertState;
import dev.rollbackbot.alert.AlertState.AlertStep;
import dev.rollbackbot.alert.source.AlertContent;
import dev.rollbackbot.alert.source.AlertContent.DeliveredAlerts;
import dev.rollbackbot.alert.source.AlertContent.NothingToDo;
import dev.rollbackbot.alert.source.AlertContent.UnreadableAlert;
import dev.rollbackbot.alert.source.AlertRequest;
import dev.rollbackbot.alert.source.AlertSource;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.IncidentStore.UnitOfWork;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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

  /** The longest that a sender tries to deliver something again is two days. */
  private static final Duration KEYS_KEPT = Duration.ofDays(7);

  private static final Duration ALERTS_KEPT = Duration.ofDays(30);
  private static final Duration CLEANED_EVERY = Duration.ofHours(1);
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
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final Semaphore turns = new Semaphore(AT_ONCE);
  private final AtomicReference<Instant> cleaned = new AtomicReference<>(Instant.EPOCH);

  /** {@code sources}: by the last part of their path; only those that have a secret. */
  public AlertIntake(
      Map<String, AlertSource> sources,
      IncidentStore transactions,
      AlertStore store,
      InstantSource clock,
      MeterRegistry meters) {
    this.sources = Map.copyOf(sources);
    this.transactions = transactions;
    this.store = store;
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
              case DeliveredAlerts delivered -> store(source, delivered);
              case NothingToDo(AlertContent.NoAlertReason reason) -> {
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
    changes.get().forEach((change, n) -> count(source, change.name().toLowerCase(Locale.ROOT), n));
    LOG.info("alerts stored source={} changes={}", source, changes.get());
    return DONE;
  }

  /** Empty: it was delivered before. */
  private Optional<Map<AlertChange, Integer>> changes(
      UnitOfWork unit, String source, DeliveredAlerts delivered) {
    Instant now = clock.instant();
    store.lock(unit);
    forgetOld(unit, now);
    if (delivered.deliveryKey().isPresent()
        && !store.claim(unit, source, delivered.deliveryKey().get(), now)) {
      return Optional.empty();
    }
    Map<String, AlertState> known =
        new HashMap<>(
            store.find(unit, source, delivered.alerts().stream().map(Alert::fingerprint).toList()));
    Map<AlertChange, Integer> changes = new EnumMap<>(AlertChange.class);
    Map<String, AlertState> changed = new LinkedHashMap<>();
    for (Alert alert : delivered.alerts()) {
      AlertStep step =
          Optional.ofNullable(known.get(alert.fingerprint()))
              .map(state -> state.next(alert, now))
              .orElseGet(() -> AlertState.first(alert, now));
      changes.merge(step.change(), 1, Integer::sum);
      known.put(alert.fingerprint(), step.state());
      if (step.change() != AlertChange.OUTDATED) {
        changed.put(alert.fingerprint(), step.state());
      }
    }
    store.save(unit, source, changed.values());
    return Optional.of(changes);
  }

  private void forgetOld(UnitOfWork unit, Instant now) {
    Instant last = Objects.requireNonNull(cleaned.get());
    if (now.isAfter(last.plus(CLEANED_EVERY)) && cleaned.compareAndSet(last, now)) {
      store.forget(unit, now.minus(KEYS_KEPT), now.minus(ALERTS_KEPT));
    }
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
