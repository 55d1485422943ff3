package dev.rollbackbot.app;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import java.time.Duration;
import java.util.Optional;

/** Posts and updates messages in Slack. */
public interface Chat {
  /**
   * Performs one effect. Called in order per incident, from one worker at a time. Slack's errors
   * are results, never exceptions.
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
   * Slack is unavailable or asks to wait.
   *
   * @param retryAfter the shortest wait
   * @param maybeDone whether this attempt took effect is unknown; false says nothing about earlier
   *     attempts
   */
  record RetryLater(Duration retryAfter, String why, boolean maybeDone) implements DeliveryResult {}

  /** Slack refuses it for good; later deliveries go on. {@code what}: the effect in a few words. */
  record PermanentFailure(String what, String why) implements DeliveryResult {}
}
