package dev.rollbackbot.work;

import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.TaskResolver;
import com.github.kagkarlsson.scheduler.event.SchedulerListeners;
import com.github.kagkarlsson.scheduler.jdbc.AutodetectJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepository;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import dev.rollbackbot.app.OutcomeListener;
import dev.rollbackbot.app.WorkScheduler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs the worker's tasks on db-scheduler's table one at a time, in the calling thread and with a
 * given clock. An {@link Error} thrown by a task stands for the death of the process, so it leaves
 * the task's row as it is.
 */
public final class SteppedWorker {
  private static final Instant EVER = Instant.parse("9000-01-01T00:00:00Z");
  private static final int LOOK_AT = 10;

  private final DataSource source;
  private final WorkerDependencies ports;
  private final InstantSource clock;
  private final Consumer<Duration> sleep;
  private final ScheduledTasksTable scheduledTasksTable;
  private @Nullable TaskResolver tasks;
  private @Nullable JdbcTaskRepository rows;

  /**
   * A worker of a new process.
   *
   * @param sleep what tasks do while they wait
   */
  public SteppedWorker(
      DataSource source, WorkerDependencies ports, InstantSource clock, Consumer<Duration> sleep) {
    this.source = source;
    this.ports = ports;
    this.clock = clock;
    this.sleep = sleep;
    this.scheduledTasksTable = new ScheduledTasksTable(source);
  }

  /** Schedules work inside a transaction. */
  public WorkScheduler workScheduler() {
    return new TransactionalWorkScheduler(
        scheduledTasksTable, ports.connections(), clock, () -> {});
  }

  /** Frees the tasks of an earlier process: every picked task belongs to a dead one. */
  public void start(OutcomeListener outcomeListener) {
    List<Task<?>> all =
        Worker.tasks(
            ports,
            outcomeListener,
            scheduledTasksTable,
            WorkSettings.defaults(),
            clock,
            sleep::accept,
            new SimpleMeterRegistry());
    tasks = new TaskResolver(SchedulerListeners.NOOP, clock::instant, all);
    rows =
        new JdbcTaskRepository(
            source,
            false,
            new AutodetectJdbcCustomization(source, true),
            JdbcTaskRepository.DEFAULT_TABLE_NAME,
            tasks,
            new SchedulerName.Fixed("stepped"),
            false,
            clock::instant);
    rows().getDeadExecutions(clock.instant()).forEach(this::revive);
    sweep();
  }

  /** Schedules work that has no task, as the worker does every few seconds. */
  public void sweep() {
    new MissedWorkSweep(ports, scheduledTasksTable, clock).run();
  }

  /** When the next task is due that is not running. */
  public Optional<Instant> nextDue() {
    return rows().getDue(EVER, 1).stream().map(e -> e.executionTime).findFirst();
  }

  /**
   * Runs one task that is due.
   *
   * @param choice gives an index below the number of tasks that are due
   * @return its name; empty: none is due
   */
  public Optional<String> runOneDue(IntUnaryOperator choice) {
    List<Execution> due = rows().getDue(clock.instant(), LOOK_AT);
    if (due.isEmpty()) {
      return Optional.empty();
    }
    Execution chosen = due.get(choice.applyAsInt(due.size()));
    rows().pick(chosen, clock.instant()).ifPresent(this::execute);
    return Optional.of(chosen.taskInstance.getTaskAndInstance());
  }

  @SuppressWarnings({
    "unchecked",
    "rawtypes",
    "NullAway"
  }) // tasks of ours look at the execution only
  private void execute(Execution picked) {
    Task task = task(picked);
    Instant began = clock.instant();
    ExecutionOperations operations = operations(picked);
    try {
      task.execute(picked.taskInstance, new ExecutionContext(null, picked, null, null))
          .complete(ExecutionComplete.success(picked, began, clock.instant()), operations);
    } catch (RuntimeException e) {
      task.getFailureHandler()
          .onFailure(ExecutionComplete.failure(picked, began, clock.instant(), e), operations);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private void revive(Execution dead) {
    // Like db-scheduler's own handler, which however reads the time of day.
    Instant now = clock.instant();
    operations(dead)
        .reschedule(
            ExecutionComplete.failure(dead, now, now, new IllegalStateException("died")), now);
  }

  @SuppressWarnings("rawtypes")
  private ExecutionOperations operations(Execution execution) {
    return new ExecutionOperations(rows(), SchedulerListeners.NOOP, execution);
  }

  @SuppressWarnings("rawtypes")
  private Task task(Execution execution) {
    TaskResolver resolver = tasks;
    if (resolver == null) {
      throw new IllegalStateException("not started");
    }
    return resolver.resolve(execution).orElseThrow();
  }

  private JdbcTaskRepository rows() {
    JdbcTaskRepository started = rows;
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started;
  }
}
