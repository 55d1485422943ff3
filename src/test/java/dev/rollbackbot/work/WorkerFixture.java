package dev.rollbackbot.work;

import com.github.kagkarlsson.scheduler.jdbc.AutodetectJdbcCustomization;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.IncidentStore.UnitOfWork;
import dev.rollbackbot.app.WorkScheduler;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.verification.ProbeRound;
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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** A database, fakes of everything outside, and workers on them. */
final class WorkerFixture implements AutoCloseable {
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

  final ScriptedPorts scriptedPorts = new ScriptedPorts();
  final Database database;
  final InstantSource clock = InstantSource.system();
  private final List<Worker> workers = new ArrayList<>();
  volatile Function<Incident, Optional<ProbeRound>> wanted = _ -> Optional.empty();
  volatile Function<Incident, Optional<Duration>> redraw = _ -> Optional.empty();
  final Worker worker;
  final WorkScheduler workScheduler;

  WorkerFixture(String url) {
    database = TestDatabase.open(url);
    worker = new Worker(database.dataSource(), ports(), clock, SETTINGS, new SimpleMeterRegistry());
    workers.add(worker);
    workScheduler = worker.workScheduler();
  }

  private WorkerDependencies ports() {
    return new WorkerDependencies(
        database.incidents(),
        database::connection,
        database.outbox(),
        database.jobs(),
        database.artifacts(),
        scriptedPorts,
        scriptedPorts,
        scriptedPorts,
        incident -> wanted.apply(incident),
        incident -> redraw.apply(incident));
  }

  void start() {
    worker.start(scriptedPorts);
  }

  /** The names of all tasks that wait or run, but the sweep. */
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

  /** Leaves a task as a process does that dies while running it. */
  void picked(String task, String instance, Instant lastHeartbeat) {
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "update scheduled_tasks set picked = ?, picked_by = 'dead', last_heartbeat = ?"
                    + " where task_name = ? and task_instance = ?")) {
      statement.setBoolean(1, true);
      new AutodetectJdbcCustomization(database.dataSource(), true)
          .setInstant(statement, 2, lastHeartbeat);
      statement.setString(3, task);
      statement.setString(4, instance);
      if (statement.executeUpdate() != 1) {
        throw new AssertionError("no task " + task + " " + instance);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Leaves a running task as another process does that takes it over. */
  void takenOver(String task, String instance) {
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "update scheduled_tasks set version = version + 1, picked_by = 'another',"
                    + " last_heartbeat = ? where task_name = ? and task_instance = ?")) {
      new AutodetectJdbcCustomization(database.dataSource(), true)
          .setInstant(statement, 1, Instant.now().plusSeconds(3600));
      statement.setString(2, task);
      statement.setString(3, instance);
      if (statement.executeUpdate() != 1) {
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
    another(SHORT).start(scriptedPorts);
  }

  /** A declared incident without any scheduled work. */
  IncidentId incident() {
    String runbook = "shop" + RUNBOOKS.incrementAndGet();
    return database
        .incidents()
        .inTransaction(unitOfWork -> {
          IncidentId id =
              unitOfWork.allocate(runbook, "production", StoreExamples.NOON).orElseThrow();
          Event event = StoreExamples.declared(id, runbook);
          unitOfWork.saveRunbook(StoreExamples.runbook(runbook));
          Incident incident = Incidents.evolve(Optional.empty(), event);
          unitOfWork.append(id, 0, List.of(event), incident);
          return id;
        });
  }

  /** The same, with a measuring state in its row. */
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
        .inTransaction(unitOfWork -> {
          work.accept(unitOfWork);
          return "";
        });
  }

  void say(IncidentId incident, String key, Effect.ForChat... effects) {
    inTransaction(unitOfWork -> {
      for (int i = 0; i < effects.length; i++) {
        unitOfWork.enqueue(incident, key + i, effects[i]);
      }
      workScheduler.deliver(unitOfWork, incident);
    });
  }

  void run(IncidentId incident, String job, Invocation invocation) {
    inTransaction(
        unitOfWork -> workScheduler.run(unitOfWork, incident, new Effect.RunJob(job, invocation)));
  }

  static Effect.Post post(String text) {
    return new Effect.Post(Effect.Destination.THREAD, "", RichText.of(text));
  }

  static final Effect.Refresh PANEL = new Effect.Refresh(Effect.LiveMessage.PANEL);
  static final Effect.Refresh CARD = new Effect.Refresh(Effect.LiveMessage.CARD);

  @Override
  public void close() {
    workers.forEach(Worker::close);
    database.close();
  }
}
