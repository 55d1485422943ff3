package dev.rollbackbot.sandbox.slack.api;

import jakarta.json.JsonObjectBuilder;

/**
 * A Web API method, called with the workspace's lock held. Returns the fields beside {@code ok}.
 */
@FunctionalInterface
public interface ApiMethod {
  JsonObjectBuilder call(ApiArguments args);
}
