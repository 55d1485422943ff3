package dev.rollbackbot.app;

import java.util.List;
import java.util.Map;

/** Takes what Slack sends over HTTP. */
public interface SlackDoor {
  /**
   * Handles one request. What it answers 200 is stored durably before it returns.
   *
   * @param headers names in any case
   * @param body the raw body, exactly as signed
   * @param remote the sender's address
   * @param query the raw query string; may be empty
   */
  Answer accept(Map<String, List<String>> headers, String body, String remote, String query);

  /**
   * What Slack is answered.
   *
   * @param contentType empty: no body
   */
  record Answer(int status, String contentType, String body, Map<String, String> headers) {
    public Answer {
      headers = Map.copyOf(headers);
    }
  }
}
