package dev.rollbackbot.work;

import com.github.kagkarlsson.scheduler.jdbc.AutodetectJdbcCustomization;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.Agenda;
import dev.rollbackbot.app.IncidentStore.Unit;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Incidents;
import dev.rollbackbot.incident.Invocation;
import dev.rollbackbot.incident.ProbeRound;
import dev.rollbackbot.incident.Prose;
import dev.rollbackbot.store.Database;
import dev.rollbackbot.store.Examples;
import dev.rollbackbot.store.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** A database, fakes of everything outside, and workers on them. */
final class Bench implements AutoCloseable {
  private static final AtomicInteger RUNBOOKS = new AtomicInteger();

  /** Time for a busy machine: nothing is over or looks dead before it is done. */
  static final WorkSettings SETTINGS = settings(Waiting.LIMIT, Waiting.LIMIT);

  /** For what happens when a limit is over. */
  static final WorkSettings SHORT = settings(Duration.ofSeconds(2), Duration.ofMillis(400));

  private static WorkSettings settings(Duration limit, Duration settle) {
    return new WorkSettings(
        Duration.ofMillis(200),
        100,
        Duration.ofMillis(100),
        8,
        Duration.ofMillis(300),
        Duration.ofMillis(500),
        Duration.ofSeconds(60),
        new WorkSettings.JobLimits(
            limit,
            Duration.ofMillis(50),
            settle,
            Duration.ofMillis(50),
            Duration.ofMillis(50),
            limit,
            3));
  }

  final World world = new World();
  final Database database;
  final InstantSource clock = InstantSource.system();
  private final List<Worker> workers = new ArrayList<>();
  volatile Function<Incident, Optional<ProbeRound>> wanted = _ -> Optional.empty();
  volatile Function<Incident, Optional<Duration>> redraw = _ -> Optional.empty();
  final Worker worker;
  final Agenda agenda;

  Bench(String url) {
    database = TestDatabase.open(url);
    worker = new Worker(database.dataSource(), ports(), clock, SETTINGS, new SimpleMeterRegistry());
    workers.add(worker);
    agenda = worker.agenda();
  }

  private WorkPorts ports() {
    return new WorkPorts(
        database.incidents(),
        database::connection,
        database.outbox(),
        database.jobs(),
        database.artifacts(),
        world,
        world,
        world,
        incident -> wanted.apply(incident),
        incident -> redraw.apply(incident));
  }

  void start() {
    worker.start(world);
  }

  /** The names of all tasks that wait or run, but the sweep. */
  List<String> tasks() {
    try (Connection c = database.dataSource().getConnection();
        Statement s = c.createStatement();
        ResultSet rs = s.executeQuery("select task_name, task_instance from scheduled_tasks")) {
      List<String> names = new ArrayList<>();
      while (rs.next()) {
        names.add(rs.getString(1) + " " + rs.getString(2));
      }
      names.remove("sweep recurring");
      return names;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Leaves a task as a process does that dies while running it. */
  void picked(String task, String instance, Instant lastHeartbeat) {
    try (Connection c = database.dataSource().getConnection();
        PreparedStatement s =
            c.prepareStatement(
                "update scheduled_tasks set picked = ?, picked_by = 'dead', last_heartbeat = ?"
                    + " where task_name = ? and task_instance = ?")) {
      s.setBoolean(1, true);
      new AutodetectJdbcCustomization(database.dataSource(), true).setInstant(s, 2, lastHeartbeat);
      s.setString(3, task);
      s.setString(4, instance);
      if (s.executeUpdate() != 1) {
        throw new AssertionError("no task " + task + " " + instance);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Leaves a running task as another process does that takes it over. */
  void takenOver(String task, String instance) {
    try (Connection c = database.dataSource().getConnection();
        PreparedStatement s =
            c.prepareStatement(
                "update scheduled_tasks set version = version + 1, picked_by = 'another',"
                    + " last_heartbeat = ? where task_name = ? and task_instance = ?")) {
      new AutodetectJdbcCustomization(database.dataSource(), true)
          .setInstant(s, 1, Instant.now().plusSeconds(3600));
      s.setString(2, task);
      s.setString(3, instance);
      if (s.executeUpdate() != 1) {
        throw new AssertionError("no task " + task + " " + instance);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Another instance of the bot. */
  Worker another() {
    return another(SETTINGS);
  }

  private Worker another(WorkSettings settings) {
    Worker other =
        new Worker(database.dataSource(), ports(), clock, settings, new SimpleMeterRegistry());
    workers.add(other);
    return other;
  }

  /** Starts one whose limits are soon over. */
  void startWithShortLimits() {
    another(SHORT).start(world);
  }

  /** A declared incident without any scheduled work. */
  IncidentId incident() {
    String runbook = "shop" + RUNBOOKS.incrementAndGet();
    return database
        .incidents()
        .inTransaction(unit -> {
          IncidentId id = unit.allocate(runbook, "production", Examples.NOON).orElseThrow();
          Event event = Examples.declared(id, runbook);
          unit.keep(Examples.runbook(runbook));
          Incident incident = Incidents.evolve(Optional.empty(), event);
          unit.append(id, 0, List.of(event), incident);
          return id;
        });
  }

  /** The same, with a measuring state in its row. */
  IncidentId measuring() {
    IncidentId id = incident();
    try (Connection c = database.dataSource().getConnection();
        Statement s = c.createStatement()) {
      s.executeUpdate("update incident set state = 'Verifying' where number = " + id.number());
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return id;
  }

  void inTransaction(Consumer<Unit> work) {
    database
        .incidents()
        .inTransaction(unit -> {
          work.accept(unit);
          return "";
        });
  }

  void say(IncidentId incident, String key, Effect.ForChat... effects) {
    inTransaction(unit -> {
      for (int i = 0; i < effects.length; i++) {
        unit.enqueue(incident, key + i, effects[i]);
      }
      agenda.deliver(unit, incident);
    });
  }

  void run(IncidentId incident, String job, Invocation invocation) {
    inTransaction(unit -> agenda.run(unit, incident, new Effect.RunJob(job, invocation)));
  }

  static Effect.Post post(String text) {
    return new Effect.Post(Effect.Place.THREAD, "", Prose.of(text));
  }

  static final Effect.Refresh PANEL = new Effect.Refresh(Effect.Surface.PANEL);
  static final Effect.Refresh CARD = new Effect.Refresh(Effect.Surface.CARD);

  @Override
  public void close() {
    workers.forEach(Worker::close);
    database.close();
  }
}
