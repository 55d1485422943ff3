package dev.rollbackbot.work;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.rollbackbot.app.Agenda;
import dev.rollbackbot.app.Told;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks that incidents schedule, on db-scheduler. Several workers may share a database:
 * each task belongs to one of them, and another one takes it over when that worker dies.
 */
public final class Worker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final DataSource source;
  private final WorkPorts dependencies;
  private final InstantSource clock;
  private final WorkSettings settings;
  private final MeterRegistry meters;
  private final Queue tasks;
  private final AtomicReference<@Nullable Scheduler> scheduler = new AtomicReference<>();

  /**
   * Creates a worker that is not started.
   *
   * @param source connections to the same database, for the scheduler
   */
  public Worker(
      DataSource source,
      WorkPorts dependencies,
      InstantSource clock,
      WorkSettings settings,
      MeterRegistry meters) {
    this.source = source;
    this.dependencies = dependencies;
    this.clock = clock;
    this.settings = settings;
    this.meters = meters;
    this.tasks = new Queue(source);
  }

  /** Schedules work inside a transaction; tasks run once the worker is started. */
  public Agenda agenda() {
    return new QueueAgenda(tasks, dependencies.connections(), clock, this::wake);
  }

  /**
   * Frees the tasks that an earlier process had picked when it died, without waiting for missed
   * heartbeats. Only before the start, and only if no other process uses this database.
   */
  public void takeUpAll() {
    LOG.info("freed tasks of an earlier process count={}", tasks.giveAllBack());
  }

  private void wake() {
    Scheduler running = scheduler.get();
    if (running != null) {
      running.triggerCheckForDueExecutions();
    }
  }

  /**
   * Starts the threads.
   *
   * @param outcomes receives results; given only now, because it schedules work by {@link #agenda}
   */
  public void start(Told outcomes) {
    Scheduler built = build(outcomes);
    if (!scheduler.compareAndSet(null, built)) {
      throw new IllegalStateException("this worker was started before");
    }
    built.start();
  }

  private Scheduler build(Told outcomes) {
    List<Task<?>> handlers =
        tasks(dependencies, outcomes, tasks, settings, clock, Sleep.REAL, meters);
    Sweep sweep = new Sweep(dependencies, tasks, clock);
    RecurringTask<Void> sweeping =
        Tasks.recurring(Sweep.NAME, FixedDelay.of(settings.sweep())).execute((_, _) -> sweep.run());
    SchedulerBuilder builder = Scheduler.create(source, handlers);
    return builder
        .startTasks(List.of(sweeping))
        .clock(clock::instant)
        .jdbcCustomization(tasks.times())
        .schedulerName(new SchedulerName.Fixed(name()))
        .threads(settings.threads())
        .pollingInterval(settings.poll())
        .heartbeatInterval(settings.heartbeat())
        .missedHeartbeatsLimit(settings.missedHeartbeats())
        .shutdownMaxWait(settings.drain())
        .enableImmediateExecution()
        .failureLogging(LogLevel.OFF, false)
        .alwaysPersistTimestampInUTC()
        .build();
  }

  /** The owner in picked rows; different for two processes on one machine. */
  private static String name() {
    return new SchedulerName.Hostname().getName()
        + "/"
        + ProcessHandle.current().pid()
        + "/"
        + UUID.randomUUID();
  }

  /** All tasks; they don't depend on how they are run, so that tests can run them one by one. */
  static List<Task<?>> tasks(
      WorkPorts dependencies,
      Told outcomes,
      Queue scheduled,
      WorkSettings settings,
      InstantSource clock,
      Sleep sleeper,
      MeterRegistry meters) {
    Backoff backoff = new Backoff(settings.longestBackoff(), clock, meters);
    Performance execution =
        new Performance(dependencies.gateway(), dependencies.jobs(), settings, clock, sleeper);
    OutboxTask outbox =
        new OutboxTask(dependencies, outcomes, scheduled, settings.takenOverAfter(), clock, meters);
    JobTask job = new JobTask(dependencies, outcomes, execution, backoff, clock, sleeper, meters);
    return List.of(
        task(OutboxTask.NAME, outbox, backoff),
        task(JobTask.NAME, job, backoff),
        task(TimerTask.NAME, new TimerTask(outcomes, clock), backoff),
        task(ProbeTask.NAME, new ProbeTask(dependencies, outcomes, scheduled, clock), backoff));
  }

  private static Task<Void> task(String name, ExecutionHandler<Void> handler, Backoff backoff) {
    return Tasks.custom(name, Void.class)
        .onFailure(backoff)
        .onDeadExecutionRevive()
        .execute(handler);
  }

  /** Starts no more tasks and waits for the running ones, up to {@link WorkSettings#drain}. */
  @Override
  public void close() {
    Scheduler running = scheduler.get();
    if (running != null) {
      running.stop();
    }
  }
}
