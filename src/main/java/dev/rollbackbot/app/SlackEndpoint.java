package dev.rollbackbot.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes what Slack sends over HTTP. */
public interface SlackEndpoint {
  /**
   * Handles one request. What it answers 200 is stored durably before it returns.
   *
   * @param headers names in any case
   * @param body the raw body, exactly as signed
   * @param remote the sender's address
   */
  EndpointResponse accept(Map<String, List<String>> headers, String body, String remote);

  /**
   * What Slack is answered.
   *
   * @param contentType of the body; empty: there is no body
   */
  record EndpointResponse(int status, Optional<String> contentType, String body) {}
}
