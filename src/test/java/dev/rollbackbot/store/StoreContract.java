package dev.rollbackbot.store;

import static dev.rollbackbot.store.StoreExamples.NOON;

import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.IncidentStore.UnitOfWork;
import dev.rollbackbot.app.IncidentStore.VersionedIncident;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.CloseReason;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.decider.Incidents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Gives each test a database of its own. */
abstract class StoreContract {
  private static final AtomicInteger RUNBOOKS = new AtomicInteger();

  String url;
  Database database;
  IncidentStore store;

  /** A new, empty database. */
  abstract String newUrl();

  @BeforeEach
  void open() {
    url = newUrl();
    database = TestDatabase.open(url);
    store = database.incidents();
  }

  @AfterEach
  void close() {
    database.close();
  }

  void reopen() {
    database.close();
    database = TestDatabase.open(url);
    store = database.incidents();
  }

  void inTransaction(Consumer<UnitOfWork> work) {
    store.inTransaction(unit -> {
      work.accept(unit);
      return "";
    });
  }

  static String aRunbook() {
    return "shop" + RUNBOOKS.incrementAndGet();
  }

  IncidentId declare(String runbook) {
    return store.inTransaction(unit -> {
      IncidentId id = unit.allocate(runbook, "production", false, NOON).orElseThrow();
      unit.saveRunbook(StoreExamples.runbook(runbook));
      append(unit, id, StoreExamples.declared(id, runbook));
      return id;
    });
  }

  static void append(UnitOfWork unit, IncidentId id, Event... events) {
    VersionedIncident before = unit.load(id);
    Optional<Incident> after = before.incident();
    for (Event event : events) {
      after = Optional.of(Incidents.evolve(after, event));
    }
    unit.append(id, before.version(), List.of(events), after.orElseThrow());
  }

  void append(IncidentId id, Event... events) {
    inTransaction(unit -> append(unit, id, events));
  }

  static Event closed() {
    return new Event.IncidentClosed(NOON, "U1", CloseReason.FALSE_ALARM, "nothing there");
  }

  static Event channel(String id) {
    return new Event.ChannelReady(NOON, new Channel(id, "inc", true), Optional.empty());
  }

  static <T> List<T> concurrently(int threads, Callable<T> work) throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<T> results = new ArrayList<>();
      for (Future<T> f : pool.invokeAll(java.util.Collections.nCopies(threads, work))) {
        results.add(f.get());
      }
      return results;
    }
  }
}
