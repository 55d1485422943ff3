package dev.rollbackbot.work;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.rollbackbot.app.payload.PayloadDecider;
import dev.rollbackbot.app.payload.PayloadDecider.LateAnswer;
import dev.rollbackbot.app.payload.UnsentAnswers;
import dev.rollbackbot.app.payload.WaitingPayload;
import dev.rollbackbot.app.payload.WaitingPayloads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides the payloads of one person that waited, in the order in which they came: who paused and
 * then resumed must not find it paused. A payload is tried until it is too old. An answer that
 * can't be sent holds up no decision: what the person does next is decided between two tries.
 */
record PayloadTask(
    WaitingPayloads payloads,
    PayloadDecider decider,
    ScheduledTasksTable tasks,
    InstantSource clock,
    Sleeper sleeper)
    implements ExecutionHandler<Void> {
  static final String NAME = "payload";

  /** Later nobody expects any more that what they did has an effect. */
  static final Duration MAX_AGE = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(PayloadTask.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  /** As long as a person's next click may wait while an answer to an earlier one can't be sent. */
  private static final Duration LOOK = Duration.ofMillis(100);

  /** The longer it waits already, the longer until the next try. */
  private static final int PART_OF_AGE = 4;

  @Override
  public CompletionHandler<Void> execute(TaskInstance<Void> task, ExecutionContext context) {
    String person = task.getId();
    Optional<Instant> next = decideAll(person);
    return (complete, operations) -> {
      next.ifPresentOrElse(at -> operations.reschedule(complete, at), operations::stop);
      if (next.isEmpty() && payloads.existFor(person)) {
        // It arrived while this task was ending.
        tasks.scheduleNoLaterThan(NAME, person, clock.instant());
      }
    };
  }

  /** Next run; empty: nothing waits any more. */
  private Optional<Instant> decideAll(String person) {
    UnsentAnswers unsent = new UnsentAnswers(clock);
    while (true) {
      List<WaitingPayload> waiting = payloads.of(person);
      Optional<Duration> undecided = decide(waiting, unsent);
      unsent.send().forEach(this::end);
      if (undecided.isPresent()) {
        return undecided.map(age -> clock.instant().plus(pause(age)));
      }
      if (waiting.isEmpty()) {
        return Optional.empty();
      }
      if (!unsent.isEmpty()) {
        sleeper.sleep(LOOK);
      }
    }
  }

  /** Decides what is not decided; the age of the first one that can't be yet. */
  private Optional<Duration> decide(List<WaitingPayload> waiting, UnsentAnswers unsent) {
    for (WaitingPayload payload : waiting) {
      if (unsent.isOf(payload)) {
        continue;
      }
      Duration age = Duration.between(payload.receivedAt(), clock.instant());
      if (age.compareTo(MAX_AGE) >= 0) {
        LOG.warn("payload not decided in time key={} kind={}", payload.key(), payload.kind());
        unsent.add(payload, decider.expire(payload));
        continue;
      }
      Optional<LateAnswer> answer =
          decider.decide(payload, () -> payloads.markInDoubt(payload.key()));
      if (answer.isEmpty()) {
        return Optional.of(age);
      }
      unsent.add(payload, answer.get());
    }
    return Optional.empty();
  }

  private void end(WaitingPayload payload) {
    payloads.delete(payload.key());
    Duration age = Duration.between(payload.receivedAt(), clock.instant());
    LOG.info("payload ended key={} ageMs={}", payload.key(), age.toMillis());
  }

  /** The last try is when it becomes too old. */
  private static Duration pause(Duration age) {
    Duration part =
        Collections.max(
            List.of(
                SHORTEST_PAUSE,
                Collections.min(List.of(LONGEST_PAUSE, age.dividedBy(PART_OF_AGE)))));
    return Collections.min(List.of(part, MAX_AGE.minus(age)));
  }

  /** Schedules what has no task, as after a crash. */
  void sweep() {
    payloads.people().forEach(p -> tasks.scheduleIfAbsent(NAME, p, clock.instant()));
  }
}
