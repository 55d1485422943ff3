package dev.rollbackbot.work;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.rollbackbot.app.OutcomeListener;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends an incident the command of a timer that has expired. */
record TimerTask(OutcomeListener outcomes, InstantSource clock) implements ExecutionHandler<Void> {
  static final String NAME = "timer";

  private static final Logger LOG = LoggerFactory.getLogger(TimerTask.class);

  @Override
  public CompletionHandler<Void> execute(TaskInstance<Void> task, ExecutionContext context) {
    TaskInstanceIds.TimerId timer = TaskInstanceIds.TimerId.parse(task.getId());
    try (IncidentMdc _ = IncidentMdc.of(timer.incident())) {
      LOG.info("timer fired timer={}", timer.timer());
      outcomes.deliver(
          NAME + ":" + timer.instance(),
          timer.incident(),
          new Command.TimerFired(notBefore(timer.at()), Actor.BOT, timer.timer()));
    }
    return (_, operations) -> operations.stop();
  }

  /**
   * The database stores times with fewer digits. A timer that fired a moment too early would be
   * taken for an outdated one and never fire again.
   */
  private Instant notBefore(Instant due) {
    Instant now = clock.instant();
    return now.isBefore(due) ? due : now;
  }
}
