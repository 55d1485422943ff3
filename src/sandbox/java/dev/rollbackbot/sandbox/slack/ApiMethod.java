package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonObjectBuilder;

/** One Web API method, called with the workspace's lock held. */
@FunctionalInterface
interface ApiMethod {
  /**
   * Carries the call out.
   *
   * @return the answer's fields beside {@code ok}
   * @throws Refusal if Slack would answer {@code ok: false}
   */
  JsonObjectBuilder call(Args args);
}
