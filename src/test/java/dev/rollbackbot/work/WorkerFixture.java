package dev.rollbackbot.work;

import com.github.kagkarlsson.scheduler.jdbc.AutodetectJdbcCustomization;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.IncidentStore.UnitOfWork;
import dev.rollbackbot.app.IncidentStore.VersionedIncident;
import dev.rollbackbot.app.WorkScheduler;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.proposal.RecordedFacts;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.verification.ProbeRound;
import dev.rollbackbot.incident.verification.SuccessProbes;
import dev.rollbackbot.store.Database;
import dev.rollbackbot.store.StoreExamples;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** A database, fakes of all ports, and workers on them. */
final class WorkerFixture implements AutoCloseable {
  private static final AtomicInteger RUNBOOKS = new AtomicInteger();

  /** Limits that no test reaches, even on a busy machine. */
  static final WorkSettings SETTINGS = settings(Waiting.LIMIT, Waiting.LIMIT);

  /** Limits that tests wait for. */
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
            limit,
            3));
  }

  final ScriptedPorts ports = new ScriptedPorts();
  final Database database;
  final InstantSource clock = InstantSource.system();
  private final List<Worker> workers = new ArrayList<>();
  volatile Function<String, Optional<SuccessProbes>> successProbes = _ -> Optional.empty();
  volatile Function<Incident, Optional<ProbeRound>> probeRound = _ -> Optional.empty();
  volatile Function<Incident, Optional<Duration>> redraw = _ -> Optional.empty();
  final Worker worker;
  final WorkScheduler scheduler;

  WorkerFixture(String url) {
    database = TestDatabase.open(url);
    ports.jobs = database.jobs();
    worker =
        new Worker(
            database.dataSource(), dependencies(), clock, SETTINGS, new SimpleMeterRegistry());
    workers.add(worker);
    scheduler = worker.workScheduler();
  }

  private WorkerDependencies dependencies() {
    return new WorkerDependencies(
        database.incidents(),
        database::connection,
        database.outbox(),
        database.jobs(),
        database.artifacts(),
        ports,
        ports,
        ports,
        (_, job) -> successProbes.apply(job),
        incident -> probeRound.apply(incident),
        incident -> redraw.apply(incident),
        _ -> new RecordedFacts(true, 0, false, Map.of()));
  }

  void start() {
    worker.start(ports);
  }

  /** The names of all waiting and running tasks except the sweep. */
  List<String> tasks() {
    try (Connection connection = database.dataSource().getConnection();
        Statement s = connection.createStatement();
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

  /** Marks a task as picked by a process that died. */
  void picked(String task, String instance, Instant lastHeartbeat) {
    updateTask("picked = true, picked_by = 'dead'", task, instance, lastHeartbeat);
  }

  /** Lets another process take a running task over. */
  void takenOver(String task, String instance) {
    Instant heartbeat = Instant.now().plusSeconds(3600);
    updateTask("version = version + 1, picked_by = 'another'", task, instance, heartbeat);
  }

  private void updateTask(String columns, String task, String instance, Instant lastHeartbeat) {
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "update scheduled_tasks set "
                    + columns
                    + ", last_heartbeat = ? where task_name = ? and task_instance = ?")) {
      new AutodetectJdbcCustomization(database.dataSource(), true)
          .setInstant(statement, 1, lastHeartbeat);
      statement.setString(2, task);
      statement.setString(3, instance);
      if (statement.executeUpdate() != 1) {
        throw new AssertionError("no task " + task + " " + instance);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  Worker another() {
    return another(SETTINGS);
  }

  private Worker another(WorkSettings settings) {
    Worker other =
        new Worker(
            database.dataSource(), dependencies(), clock, settings, new SimpleMeterRegistry());
    workers.add(other);
    return other;
  }

  void startWithShortLimits() {
    another(SHORT).start(ports);
  }

  /** A declared incident without any scheduled work. */
  IncidentId incident() {
    String runbook = "shop" + RUNBOOKS.incrementAndGet();
    return database
        .incidents()
        .inTransaction(unit -> {
          IncidentId id =
              unit.allocate(runbook, "production", false, StoreExamples.NOON).orElseThrow();
          Event event = StoreExamples.declared(id, runbook);
          unit.saveRunbook(StoreExamples.runbook(runbook));
          Incident incident = Incidents.evolve(Optional.empty(), event);
          unit.append(id, 0, List.of(event), incident);
          return id;
        });
  }

  /** A declared incident whose panel was posted. */
  IncidentId shown() {
    IncidentId id = incident();
    database
        .incidents()
        .inTransaction(unit -> {
          VersionedIncident before = unit.load(id);
          Event event = new Event.MessagePublished(StoreExamples.NOON, Effect.LiveMessage.PANEL);
          unit.append(
              id, before.version(), List.of(event), Incidents.evolve(before.incident(), event));
          return id;
        });
    return id;
  }

  /** A declared incident whose row is in a state that needs measurements. */
  IncidentId measuring() {
    IncidentId id = incident();
    try (Connection connection = database.dataSource().getConnection();
        Statement s = connection.createStatement()) {
      s.executeUpdate("update incident set state = 'Verifying' where number = " + id.number());
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return id;
  }

  void inTransaction(Consumer<UnitOfWork> work) {
    database
        .incidents()
        .inTransaction(unit -> {
          work.accept(unit);
          return "";
        });
  }

  void enqueue(IncidentId incident, String key, Effect.ForChat... effects) {
    inTransaction(unit -> {
      for (int i = 0; i < effects.length; i++) {
        unit.enqueue(incident, key + i, effects[i]);
      }
      scheduler.deliver(unit, incident);
    });
  }

  void run(IncidentId incident, String job, Invocation invocation) {
    inTransaction(unit -> scheduler.run(unit, incident, new Effect.RunJob(job, invocation)));
  }

  static Effect.Post post(String text) {
    return new Effect.Post(Effect.Destination.THREAD, "", RichText.of(text), Optional.empty());
  }

  static final Effect.Refresh PANEL = new Effect.Refresh(Effect.LiveMessage.PANEL);
  static final Effect.Refresh CARD = new Effect.Refresh(Effect.LiveMessage.CARD);

  @Override
  public void close() {
    workers.forEach(Worker::close);
    database.close();
  }
}
