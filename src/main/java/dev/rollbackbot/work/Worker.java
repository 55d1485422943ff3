package dev.rollbackbot.work;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.rollbackbot.app.OutcomeListener;
import dev.rollbackbot.app.Readiness.ReadinessProblem;
import dev.rollbackbot.app.WorkScheduler;
import dev.rollbackbot.app.payload.PayloadDecider;
import dev.rollbackbot.app.payload.PayloadInbox;
import dev.rollbackbot.app.payload.WaitingPayloads;
import dev.rollbackbot.work.outbox.OutboxProgress;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
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

  /**
   * Jobs beside the other tasks: they wait most of the time, for minutes, and must not keep
   * messages, timers and probes from being done.
   */
  private static final int MOST_JOBS = 112;

  /** The instance of a task that there is once. */
  private static final String ONLY = "only";

  private final DataSource source;
  private final WorkerDependencies dependencies;
  private final InstantSource clock;
  private final WorkSettings settings;
  private final MeterRegistry meters;
  private final ScheduledTasksTable tasks;
  private final AtomicReference<@Nullable Scheduler> scheduler = new AtomicReference<>();
  private final AtomicBoolean paused = new AtomicBoolean();

  /** Creates a worker that is not started; the source's connections are for the scheduler. */
  public Worker(
      DataSource source,
      WorkerDependencies dependencies,
      InstantSource clock,
      WorkSettings settings,
      MeterRegistry meters) {
    this.source = source;
    this.dependencies = dependencies;
    this.clock = clock;
    this.settings = settings;
    this.meters = meters;
    this.tasks = new ScheduledTasksTable(source);
  }

  public WorkScheduler workScheduler() {
    return new TransactionalWorkScheduler(
        tasks, dependencies.connections(), clock, this::triggerDueCheck);
  }

  /** Takes payloads whose decision {@link PayloadWork} makes later. */
  public PayloadInbox payloadInbox(WaitingPayloads payloads) {
    return new ScheduledInbox(
        dependencies.incidents(), dependencies.connections(), payloads, tasks);
  }

  /** What decides payloads that waited. */
  public record PayloadWork(WaitingPayloads payloads, PayloadDecider decider) {}

  /**
   * Frees the tasks that an earlier process had picked when it died, without waiting for missed
   * heartbeats. Only before the start, and only if no other process uses this database.
   */
  public void releaseAllPicked() {
    LOG.info("freed tasks of an earlier process count={}", tasks.releaseAllPicked());
  }

  /**
   * Work that one instance at a time does again and again.
   *
   * @param name of its task
   * @param run does it once, and returns when to do it next
   * @param first when to do it for the first time, if it has never been done; what has passed is
   *     now
   */
  public record RepeatedWork(String name, Supplier<Instant> run, Supplier<Instant> first) {
    /** It begins at once. */
    public RepeatedWork(String name, Supplier<Instant> run) {
      this(name, run, () -> Instant.EPOCH);
    }

    private CompletionHandler<Void> execute() {
      Instant next = run.get();
      return (complete, operations) -> operations.reschedule(complete, next);
    }
  }

  /** Whether messages are delivered; keeps what it saw last. */
  public Supplier<Optional<ReadinessProblem>> outboxCheck() {
    return new OutboxProgress(dependencies.outbox(), clock);
  }

  /** Has that repeated work done now, if it is not being done. */
  public void hasten(String repeated) {
    tasks.scheduleNoLaterThan(repeated, ONLY, clock.instant());
    triggerDueCheck();
  }

  private void triggerDueCheck() {
    Optional.ofNullable(scheduler.get()).ifPresent(Scheduler::triggerCheckForDueExecutions);
  }

  /** Starts the threads, without deleting captured logs and without payloads. */
  void start(OutcomeListener outcomes) {
    start(outcomes, Optional.empty(), Optional.empty(), List.of());
  }

  /**
   * Starts the threads. The listener schedules its work by {@link #workScheduler}.
   *
   * @param retention empty: captured logs are kept for ever
   * @param payloads empty: no payload waits
   */
  public void start(
      OutcomeListener outcomes,
      Optional<ArtifactRetention> retention,
      Optional<PayloadWork> payloads,
      List<RepeatedWork> repeated) {
    Scheduler built =
        build(
            outcomes,
            retention,
            payloads.map(
                p -> new PayloadTask(p.payloads(), p.decider(), tasks, clock, Sleeper.REAL)),
            repeated);
    if (!scheduler.compareAndSet(null, built)) {
      throw new IllegalStateException("this worker was started before");
    }
    if (paused.get()) {
      built.pause();
    }
    built.start();
  }

  private Scheduler build(
      OutcomeListener outcomes,
      Optional<ArtifactRetention> retention,
      Optional<PayloadTask> payloads,
      List<RepeatedWork> repeated) {
    MissedWorkSweep sweep = new MissedWorkSweep(dependencies, tasks, clock);
    RecurringTask<Void> sweeping =
        Tasks.recurring(MissedWorkSweep.NAME, FixedDelay.of(settings.sweepInterval()))
            .execute((_, _) -> {
              sweep.run();
              payloads.ifPresent(PayloadTask::sweep);
              repeated.forEach(this::begin);
            });
    List<RecurringTask<Void>> recurring = new ArrayList<>(List.of(sweeping));
    retention.ifPresent(deletion ->
        recurring.add(
            Tasks.recurring(ArtifactRetention.NAME, FixedDelay.of(deletion.interval()))
                .execute((_, _) -> deletion.run())));
    Semaphore places = new Semaphore(settings.threads(), true);
    List<Task<?>> known =
        new ArrayList<>(
            tasks(
                dependencies,
                outcomes,
                tasks,
                settings,
                clock,
                Sleeper.REAL,
                meters,
                places,
                Worker::inThreadOfItsOwn));
    RetryBackoff backoff = new RetryBackoff(settings.longestBackoff(), clock, meters);
    payloads.ifPresent(
        payload -> known.add(task(PayloadTask.NAME, inPlace(places, payload), backoff)));
    for (RepeatedWork work : repeated) {
      known.add(task(work.name(), inPlace(places, (_, _) -> work.execute()), backoff));
      begin(work);
    }
    return Scheduler.create(source, known)
        .startTasks(recurring)
        .clock(clock::instant)
        .jdbcCustomization(tasks.jdbcCustomization())
        .schedulerName(new SchedulerName.Fixed(name()))
        .threads(settings.threads() + MOST_JOBS)
        .pollingInterval(settings.poll())
        .heartbeatInterval(settings.heartbeat())
        .missedHeartbeatsLimit(settings.missedHeartbeats())
        .shutdownMaxWait(settings.drainTimeout())
        .enableImmediateExecution()
        .failureLogging(LogLevel.OFF, false)
        .alwaysPersistTimestampInUTC()
        .build();
  }

  /** A picture takes a processor while it is drawn, which the virtual threads share. */
  private static void inThreadOfItsOwn(Runnable file) {
    Thread.ofPlatform().daemon().name("file").start(file);
  }

  /** Its task exists from then on, whichever instance was the first. */
  private void begin(RepeatedWork work) {
    Instant now = clock.instant();
    Instant first = work.first().get();
    tasks.scheduleIfAbsent(work.name(), ONLY, first.isAfter(now) ? first : now);
  }

  /** The owner in picked rows; different for two processes on one machine. */
  private static String name() {
    String host = new SchedulerName.Hostname().getName();
    return host + "/" + ProcessHandle.current().pid() + "/" + UUID.randomUUID();
  }

  /** All tasks; tests run them one by one, also the delivery of a file. */
  static List<Task<?>> tasks(
      WorkerDependencies dependencies,
      OutcomeListener outcomes,
      ScheduledTasksTable scheduled,
      WorkSettings settings,
      InstantSource clock,
      Sleeper sleeper,
      MeterRegistry meters) {
    Semaphore places = new Semaphore(settings.threads(), true);
    return tasks(
        dependencies, outcomes, scheduled, settings, clock, sleeper, meters, places, Runnable::run);
  }

  private static List<Task<?>> tasks(
      WorkerDependencies dependencies,
      OutcomeListener outcomes,
      ScheduledTasksTable scheduled,
      WorkSettings settings,
      InstantSource clock,
      Sleeper sleeper,
      MeterRegistry meters,
      Semaphore places,
      Executor files) {
    RetryBackoff backoff = new RetryBackoff(settings.longestBackoff(), clock, meters);
    JobExecution execution = new JobExecution(dependencies, settings, clock, sleeper, outcomes);
    Duration leaseMaxAge = settings.heartbeatTimeout();
    RowDelivery delivery =
        new RowDelivery(dependencies, outcomes, settings.longestBackoff(), clock, meters);
    OutboxTask outbox =
        new OutboxTask(dependencies, delivery, scheduled, leaseMaxAge, clock, files);
    JobTask job = new JobTask(dependencies, outcomes, execution, backoff, clock, sleeper, meters);
    ProbeTask probes = new ProbeTask(dependencies, outcomes, scheduled, clock);
    return List.of(
        task(OutboxTask.NAME, inPlace(places, outbox), backoff),
        task(JobTask.NAME, job, backoff),
        task(TimerTask.NAME, inPlace(places, new TimerTask(outcomes, clock)), backoff),
        task(ProbeTask.NAME, inPlace(places, probes), backoff));
  }

  /** All but jobs: each of them uses the database, and clicks need its connections too. */
  private static ExecutionHandler<Void> inPlace(Semaphore places, ExecutionHandler<Void> handler) {
    return (instance, context) -> {
      try {
        places.acquire();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("the worker is being closed", e);
      }
      try {
        return handler.execute(instance, context);
      } finally {
        places.release();
      }
    };
  }

  private static Task<Void> task(
      String name, ExecutionHandler<Void> handler, RetryBackoff backoff) {
    return Tasks.custom(name, Void.class)
        .onFailure(backoff)
        .onDeadExecutionRevive()
        .execute(handler);
  }

  /** Starts no more tasks from now on; those that run go on. */
  public void pause() {
    paused.set(true);
    Optional.ofNullable(scheduler.get()).ifPresent(Scheduler::pause);
  }

  /** Starts no more tasks; waits {@link WorkSettings#drainTimeout} for those that run. */
  @Override
  public void close() {
    Optional.ofNullable(scheduler.get()).ifPresent(Scheduler::stop);
  }
}
