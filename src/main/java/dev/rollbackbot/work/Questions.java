package dev.rollbackbot.work;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.incident.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the provider for the outcome of a rollback until the answer is reliable. "Not done" is
 * reliable only after the provider has reported it for a while: the request may still be in flight.
 */
final class Questions {
  private static final Logger LOG = LoggerFactory.getLogger(Questions.class);

  private final CommandGateway gateway;
  private final Duration settle;
  private final InstantSource clock;
  private final Sleep sleeper;

  /**
   * Polls that gateway.
   *
   * @param settle how long "not done" must have been reported
   */
  Questions(CommandGateway gateway, Duration settle, InstantSource clock, Sleep sleeper) {
    this.gateway = gateway;
    this.settle = settle;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * Polls until there is a success or a known failure; {@link Outcome.Unknown} at the limit.
   *
   * @param interval from the start of one query to the start of the next
   * @param limit the longest time to go on
   */
  Outcome ask(Job job, Duration interval, Duration limit) {
    Instant began = clock.instant();
    Instant notDoneSince = began;
    while (true) {
      Instant asked = clock.instant();
      Outcome answer = once(job);
      Instant now = clock.instant();
      if (definite(answer)) {
        return answer;
      }
      if (!notDone(answer)) {
        notDoneSince = now;
      } else if (!now.isBefore(notDoneSince.plus(settle))) {
        return answer;
      }
      LOG.info(
          "job {}: outcome not known yet elapsedMs={}",
          job.id(),
          Duration.between(began, now).toMillis());
      if (!now.isBefore(began.plus(limit))) {
        return unknown(answer);
      }
      Duration query = Duration.between(asked, now);
      sleeper.sleep(interval.compareTo(query) > 0 ? interval.minus(query) : Duration.ZERO);
    }
  }

  private Outcome once(Job job) {
    try {
      return gateway.reconcile(job);
    } catch (Sleep.Stopped e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("job {}: outcome could not be queried", job.id(), e);
      return new Outcome.Unknown("The provider could not be asked what became of it.");
    }
  }

  private static boolean definite(Outcome answer) {
    return switch (answer) {
      case Outcome.Succeeded _ -> true;
      case Outcome.Unknown _ -> false;
      case Outcome.Failed failed ->
          switch (failed.kind()) {
            case CHANGED -> true;
            // These concern the query, not the rollback.
            case REFUSED, UNREACHABLE -> false;
            case NOT_DONE -> false;
          };
    };
  }

  static boolean notDone(Outcome answer) {
    return answer instanceof Outcome.Failed failed && failed.kind() == Outcome.Kind.NOT_DONE;
  }

  private static Outcome unknown(Outcome last) {
    return switch (last) {
      case Outcome.Unknown unknown -> unknown;
      case Outcome.Failed failed ->
          new Outcome.Unknown(
              "The provider gave no answer that can be relied on. The last one: " + failed.text());
      case Outcome.Succeeded succeeded -> succeeded;
    };
  }
}
