package dev.rollbackbot.work;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Retries a failed task for ever, after 0.25 s, 0.5 s, 1 s and so on up to a longest wait. */
record RetryBackoff(Duration longest, InstantSource clock, MeterRegistry meters)
    implements FailureHandler<Void> {
  private static final Logger LOG = LoggerFactory.getLogger(RetryBackoff.class);
  private static final Duration FIRST = Duration.ofMillis(250);

  /** Keeps the shift from overflowing. */
  private static final int DOUBLINGS = 16;

  @Override
  public void onFailure(ExecutionComplete failed, ExecutionOperations<Void> operations) {
    String task = failed.getExecution().getTaskName();
    String id = failed.getExecution().getId();
    @Nullable Throwable cause = failed.getCause().orElse(null);
    if (cause instanceof Sleeper.WorkerStopped) {
      LOG.info("interrupted by shutdown task={} id={}", task, id);
      operations.reschedule(failed, clock.instant());
      return;
    }
    Duration delay = after(failed.getExecution().consecutiveFailures);
    LOG.warn("task failed task={} id={} retryInMs={}", task, id, delay.toMillis(), cause);
    meters.counter("rollbackbot.retries", "task", task).increment();
    operations.reschedule(failed, clock.instant().plus(delay));
  }

  /** The wait before the next try, after that many earlier failures in a row. */
  Duration after(int failures) {
    Duration delay = FIRST.multipliedBy(1L << Math.min(failures, DOUBLINGS));
    return delay.compareTo(longest) < 0 ? delay : longest;
  }
}
