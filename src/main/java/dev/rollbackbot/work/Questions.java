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
 * Asks the provider what became of a rollback until it gives an answer that can be relied on. "Not
 * done" can be, once it has been said for a while: a request may still be on its way.
 */
final class Questions {
  private static final Logger LOG = LoggerFactory.getLogger(Questions.class);

  private final CommandGateway gateway;
  private final Duration settle;
  private final InstantSource clock;
  private final Sleep sleep;

  /**
   * Asks that gateway.
   *
   * @param settle how long "not done" must have been said
   */
  Questions(CommandGateway gateway, Duration settle, InstantSource clock, Sleep sleep) {
    this.gateway = gateway;
    this.settle = settle;
    this.clock = clock;
    this.sleep = sleep;
  }

  /**
   * Asks again and again. Gives a success, a failure that is known, or {@link Outcome.Unknown} when
   * the time is up.
   *
   * @param pace time between two questions
   * @param limit the longest that it goes on
   */
  Outcome ask(Job job, Duration pace, Duration limit) {
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
      LOG.info("{} is not settled after {} ms", job.id(), Duration.between(began, now).toMillis());
      if (!now.isBefore(began.plus(limit))) {
        return unknown(answer);
      }
      sleep.sleep(
          pace.minus(
              pace.compareTo(Duration.between(asked, now)) > 0
                  ? Duration.between(asked, now)
                  : pace));
    }
  }

  private Outcome once(Job job) {
    try {
      return gateway.reconcile(job);
    } catch (Sleep.Stopped e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("Asking what became of {} failed", job.id(), e);
      return new Outcome.Unknown("The provider could not be asked what became of it.");
    }
  }

  private static boolean definite(Outcome answer) {
    return switch (answer) {
      case Outcome.Succeeded _ -> true;
      case Outcome.Unknown _ -> false;
      case Outcome.Failed f ->
          switch (f.kind()) {
            case CHANGED -> true;
            // Not about the rollback, but about the question.
            case REFUSED, UNREACHABLE -> false;
            case NOT_DONE -> false;
          };
    };
  }

  static boolean notDone(Outcome answer) {
    return answer instanceof Outcome.Failed f && f.kind() == Outcome.Kind.NOT_DONE;
  }

  private static Outcome unknown(Outcome last) {
    return switch (last) {
      case Outcome.Unknown u -> u;
      case Outcome.Failed f ->
          new Outcome.Unknown(
              "The provider gave no answer that can be relied on. The last one: " + f.text());
      case Outcome.Succeeded s -> s;
    };
  }
}
