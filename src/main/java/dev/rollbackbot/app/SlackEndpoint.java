package dev.rollbackbot.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Receives Slack's HTTP requests. */
public interface SlackEndpoint {
  /**
   * Handles one request. What a 200 acknowledges is stored durably on return.
   *
   * @param headers names in any case
   * @param body exactly as signed
   * @param remote the sender's address
   */
  EndpointResponse accept(Map<String, List<String>> headers, String body, String remote);

  /** The response; without a content type there is no body. */
  record EndpointResponse(int status, Optional<String> contentType, String body) {}
}
