package dev.rollbackbot.sandbox.slack.delivery;

import jakarta.json.JsonObject;

/** How the bot took a delivery. */
public sealed interface DeliveryOutcome {
  /**
   * It acknowledged in time.
   *
   * @param answer what it answered; empty for a bare acknowledgement
   */
  record Acknowledged(JsonObject answer) implements DeliveryOutcome {}

  /** It did not answer in time. */
  record TimedOut() implements DeliveryOutcome {}

  /** Nobody was there, or the answer was no 200. */
  record Failed() implements DeliveryOutcome {}
}
