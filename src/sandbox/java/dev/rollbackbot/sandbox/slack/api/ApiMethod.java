package dev.rollbackbot.sandbox.slack.api;

import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import jakarta.json.JsonObjectBuilder;

/** One Web API method, called with the workspace's lock held. */
@FunctionalInterface
public interface ApiMethod {
  /**
   * Carries the call out.
   *
   * @return the answer's fields beside {@code ok}
   * @throws SlackErrorException if Slack would answer {@code ok: false}
   */
  JsonObjectBuilder call(ApiArguments args);
}
