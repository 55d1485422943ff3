package dev.rollbackbot.work;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.incident.rollback.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the provider for the outcome of a rollback until the answer is reliable. "Not done" is
 * reliable only after the provider has reported it for a while: the request may still be in flight.
 *
 * @param notDoneFor how long "not done" must have been reported
 */
record OutcomePolling(
    CommandGateway gateway,
    Duration notDoneFor,
    InstantSource clock,
    Sleeper sleeper,
    CommandGateway.WaitListener waits) {
  private static final Logger LOG = LoggerFactory.getLogger(OutcomePolling.class);

  /**
   * Polls until there is a success or a known failure; {@link Outcome.Unknown} at the limit. Throws
   * {@link Sleeper.WorkerStopped} if an interrupt cut the answer off.
   *
   * @param interval from the start of one query to the start of the next
   * @param limit the longest time to go on
   */
  Outcome pollUntilSettled(Job job, Duration interval, Duration limit) {
    Instant began = clock.instant();
    Instant notDoneSince = began;
    while (true) {
      Instant askedAt = clock.instant();
      Outcome outcome = reconcileOnce(job);
      Instant now = clock.instant();
      if (definite(outcome)) {
        return outcome;
      }
      Sleeper.throwIfInterrupted("the query about job " + job.id());
      if (!mayStillTakeEffect(outcome)) {
        notDoneSince = now;
      } else if (!now.isBefore(notDoneSince.plus(notDoneFor))) {
        return outcome;
      }
      long elapsed = Duration.between(began, now).toMillis();
      LOG.info("job's outcome not known yet id={} elapsedMs={}", job.id(), elapsed);
      if (!now.isBefore(began.plus(limit))) {
        return unknown(outcome);
      }
      Duration query = Duration.between(askedAt, now);
      sleeper.sleep(interval.compareTo(query) > 0 ? interval.minus(query) : Duration.ZERO);
    }
  }

  private Outcome reconcileOnce(Job job) {
    try {
      return gateway.reconcile(job, waits);
    } catch (Sleeper.WorkerStopped e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("job's outcome could not be queried id={}", job.id(), e);
      return new Outcome.Unknown("The provider could not be asked what became of it.");
    }
  }

  /** It stays as it is, whatever is read later. */
  static boolean definite(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded _ -> true;
      case Outcome.Unknown _ -> false;
      case Outcome.Failed failed ->
          switch (failed.kind()) {
            case PARTLY_DONE, RUN_FAILED, NOT_CONFIRMED -> true;
            // The first two concern the query, not the rollback; after the others a request that is
            // on its way may still take effect, whatever went live before it.
            case REFUSED, UNREACHABLE, NOT_DONE, CHANGED -> false;
          };
    };
  }

  private static boolean mayStillTakeEffect(Outcome outcome) {
    return outcome instanceof Outcome.Failed failed
        && switch (failed.kind()) {
          case NOT_DONE, CHANGED -> true;
          case REFUSED, UNREACHABLE, PARTLY_DONE, RUN_FAILED, NOT_CONFIRMED -> false;
        };
  }

  static boolean notDone(Outcome outcome) {
    return outcome instanceof Outcome.Failed failed
        && failed.kind() == Outcome.FailureKind.NOT_DONE;
  }

  private static Outcome unknown(Outcome last) {
    return last instanceof Outcome.Failed failed
        ? new Outcome.Unknown(
            "The provider gave no answer that can be relied on. The last one: " + failed.text())
        : last;
  }
}
