package dev.rollbackbot.app;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import java.time.Duration;
import java.util.Optional;

/** Posts and updates messages in Slack. */
public interface Chat {
  /**
   * Performs one effect. Called in order per destination of an incident, from one worker at a time.
   * Slack's errors are results, never exceptions.
   */
  DeliveryResult deliver(Delivery delivery);

  /**
   * One effect to perform.
   *
   * @param key unique for good; goes into the message's metadata
   * @param incident its current state, from which live messages are rendered
   * @param maybeDone an earlier attempt's result is unknown: search before posting again
   * @param leaseCheck called immediately before every call to Slack
   */
  record Delivery(
      String key,
      Incident incident,
      Effect.ForChat effect,
      boolean maybeDone,
      LeaseCheck leaseCheck) {}

  sealed interface DeliveryResult {}

  /** Done; the command reports it to the incident. */
  record Completed(Optional<Command> command) implements DeliveryResult {}

  /**
   * Done, but in the incidents channel: the incident's own channel can't be used.
   *
   * @param why what Slack answers for the own channel
   * @param remedy what somebody can do about it, in a sentence
   */
  record CompletedElsewhere(Optional<Command> command, String why, String remedy)
      implements DeliveryResult {}

  /**
   * Slack takes nothing for this destination until somebody mends it.
   *
   * @param what the effect in a few words
   * @param remedy what somebody can do about it, in a sentence
   */
  record DestinationBlocked(String what, String why, String remedy) implements DeliveryResult {}

  /**
   * Slack is unavailable or asks to wait.
   *
   * @param retryAfter the shortest wait
   * @param maybeDone whether this attempt took effect is unknown; false says nothing about earlier
   *     attempts
   */
  record RetryLater(Duration retryAfter, String why, boolean maybeDone) implements DeliveryResult {}

  /**
   * Slack refuses it for good; later deliveries go on.
   *
   * @param what the effect in a few words
   * @param remedy what would make the next one succeed, in a sentence; empty: not known
   */
  record PermanentFailure(String what, String why, Optional<String> remedy)
      implements DeliveryResult {
    public PermanentFailure(String what, String why) {
      this(what, why, Optional.empty());
    }
  }
}
