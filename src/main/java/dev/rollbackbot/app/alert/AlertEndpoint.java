package dev.rollbackbot.app.alert;

import java.util.List;
import java.util.Map;

/** Receives the alerts of other systems. */
public interface AlertEndpoint {
  /**
   * Handles one request. What a 2xx acknowledges is stored durably on return.
   *
   * @param source the last part of the path
   * @param headers names in any case
   * @param body exactly as it was sent
   */
  AlertAnswer accept(String source, String method, Map<String, List<String>> headers, byte[] body);

  /**
   * The response.
   *
   * @param text a sentence for whoever operates the sender; empty where all is well
   */
  record AlertAnswer(int status, Map<String, String> headers, String text) {
    public AlertAnswer {
      headers = Map.copyOf(headers);
    }

    AlertAnswer(int status, String text) {
      this(status, Map.of(), text);
    }
  }
}
