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
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the work that incidents ask for. Several workers may share a database; each piece of work is
 * one worker's, and another one takes it over when its worker dies.
 */
public final class Worker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final DataSource source;
  private final WorkPorts ports;
  private final InstantSource clock;
  private final WorkSettings settings;
  private final MeterRegistry meters;
  private final Queue queue;
  private final AtomicReference<@Nullable Scheduler> scheduler = new AtomicReference<>();

  /** A worker that counts for nobody. */
  public Worker(DataSource source, WorkPorts ports, InstantSource clock, WorkSettings settings) {
    this(source, ports, clock, settings, new SimpleMeterRegistry());
  }

  /**
   * A worker, not started yet.
   *
   * @param source the database of the ports, where the scheduler's table stands too
   */
  public Worker(
      DataSource source,
      WorkPorts ports,
      InstantSource clock,
      WorkSettings settings,
      MeterRegistry meters) {
    this.source = source;
    this.ports = ports;
    this.clock = clock;
    this.settings = settings;
    this.meters = meters;
    this.queue = new Queue(source);
  }

  /** Where work is asked for; before the start it only waits. */
  public Agenda agenda() {
    return new QueueAgenda(queue, ports.jobs(), clock, this::wake);
  }

  /**
   * Takes up at once what an earlier process had picked when it died, instead of waiting for its
   * heartbeats. Only before the start, and only where no other process works on this database.
   */
  public void takeUpAll() {
    LOG.info("{} tasks of an earlier process are taken up", queue.giveAllBack());
  }

  private void wake() {
    Scheduler running = scheduler.get();
    if (running != null) {
      running.triggerCheckForDueExecutions();
    }
  }

  /**
   * Begins to work, and takes up what an earlier process left.
   *
   * @param told where answers go; comes only now, because it asks for work by {@link #agenda}
   */
  public void start(Told told) {
    Scheduler built = build(told);
    if (!scheduler.compareAndSet(null, built)) {
      throw new IllegalStateException("this worker was started before");
    }
    built.start();
  }

  private Scheduler build(Told told) {
    List<Task<?>> tasks = tasks(ports, told, queue, settings, clock, Sleep.REAL, meters);
    Sweep sweep = new Sweep(ports, queue, clock);
    RecurringTask<Void> sweeping =
        Tasks.recurring(Sweep.NAME, FixedDelay.of(settings.sweep())).execute((_, _) -> sweep.run());
    SchedulerBuilder builder = Scheduler.create(source, tasks);
    return builder
        .startTasks(List.of(sweeping))
        .clock(clock::instant)
        .jdbcCustomization(queue.times())
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

  /** Whose the picked tasks are; two processes on one machine are two. */
  private static String name() {
    return new SchedulerName.Hostname().getName()
        + "/"
        + ProcessHandle.current().pid()
        + "/"
        + UUID.randomUUID();
  }

  /** All that is done, by name; nothing of it knows how it comes to be run. */
  static List<Task<?>> tasks(
      WorkPorts ports,
      Told told,
      Queue queue,
      WorkSettings settings,
      InstantSource clock,
      Sleep sleep,
      MeterRegistry meters) {
    Backoff backoff = new Backoff(settings.longestBackoff(), clock, meters);
    Performance performance =
        new Performance(ports.gateway(), ports.jobs(), settings, clock, sleep);
    OutboxTask outbox =
        new OutboxTask(ports, told, queue, settings.takenOverAfter(), clock, meters);
    JobTask job = new JobTask(ports, told, performance, backoff, clock, sleep, meters);
    return List.of(
        task(OutboxTask.NAME, outbox, backoff),
        task(JobTask.NAME, job, backoff),
        task(TimerTask.NAME, new TimerTask(told, clock), backoff),
        task(ProbeTask.NAME, new ProbeTask(ports, told, queue, clock), backoff));
  }

  private static Task<Void> task(String name, ExecutionHandler<Void> handler, Backoff backoff) {
    return Tasks.custom(name, Void.class)
        .onFailure(backoff)
        .onDeadExecutionRevive()
        .execute(handler);
  }

  /** Takes no new work and waits for what is under way, as long as the settings say. */
  @Override
  public void close() {
    Scheduler running = scheduler.get();
    if (running != null) {
      running.stop();
    }
  }
}
