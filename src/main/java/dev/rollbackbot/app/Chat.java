package dev.rollbackbot.app;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import java.time.Duration;
import java.util.Optional;

/** Says and shows things in Slack. */
public interface Chat {
  /**
   * Performs one effect. Called in order per incident, from one worker at a time.
   *
   * @return what came of it; never throws for what Slack answers
   */
  DeliveryResult deliver(Delivery delivery);

  /**
   * One effect to perform.
   *
   * @param key unique for good; goes into the message's metadata
   * @param incident as it is now; surfaces are drawn from it
   * @param maybeDone true: an earlier attempt was cut off, so look before posting again
   * @param leaseCheck asked immediately before every call to Slack
   */
  record Delivery(
      String key,
      Incident incident,
      Effect.ForChat effect,
      boolean maybeDone,
      LeaseCheck leaseCheck) {}

  /** What came of a delivery. */
  sealed interface DeliveryResult {}

  /**
   * Done.
   *
   * @param command what the incident is to be told
   */
  record Completed(Optional<Command> command) implements DeliveryResult {}

  /**
   * Not now: Slack is away or asks to wait.
   *
   * @param retryAfter how long to wait at least
   * @param maybeDone nothing is known of what this attempt did: look before doing it again; a doubt
   *     that an earlier attempt left stays without it
   */
  record RetryLater(Duration retryAfter, String why, boolean maybeDone) implements DeliveryResult {}

  /**
   * Never: Slack refuses it for good. The conversation goes on without it.
   *
   * @param what in a few words
   */
  record PermanentFailure(String what, String why) implements DeliveryResult {}
}
