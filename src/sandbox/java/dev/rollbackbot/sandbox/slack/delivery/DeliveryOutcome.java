package dev.rollbackbot.sandbox.slack.delivery;

import jakarta.json.JsonObject;

public sealed interface DeliveryOutcome {
  /** {@code answer} is empty for a bare acknowledgement. */
  record Acknowledged(JsonObject answer) implements DeliveryOutcome {}

  record TimedOut() implements DeliveryOutcome {}

  /** The bot is unreachable or answered with another status than 200. */
  record NotDelivered() implements DeliveryOutcome {}
}
