package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonObject;

/** How the bot took a delivery. */
sealed interface Outcome {
  /**
   * It acknowledged in time.
   *
   * @param answer what it answered; empty for a bare acknowledgement
   */
  record Acknowledged(JsonObject answer) implements Outcome {}

  /** It did not answer in time. */
  record Late() implements Outcome {}

  /** Nobody was there, or the answer was no 200. */
  record Failed() implements Outcome {}
}
