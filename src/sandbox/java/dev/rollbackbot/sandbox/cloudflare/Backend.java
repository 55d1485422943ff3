package dev.rollbackbot.sandbox.cloudflare;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Everything outside the chat: the provider's API, the deployed sites, and the faults that a person
 * may switch on. Implementations are thread-safe.
 */
public interface Backend {

  /**
   * Answers a request for {@code /client/v4/...} or {@code /sites/...}.
   *
   * @return false, with nothing written, if the path belongs to someone else
   */
  boolean handle(Request request, Response response, Callback callback) throws Exception;

  /** The page's {@code World} object: services, error rate, faults and the last provider calls. */
  JsonObject worldJson();

  /**
   * Switches a fault on or off.
   *
   * @throws IllegalArgumentException if there is no fault with this id; the message lists the ids
   */
  void setFault(String id, boolean on);

  /** True while the fault {@code slack-429} makes Slack answer 429 to everything. */
  boolean slackThrottled();

  /** Everything as it was at the start: versions, history, faults, calls. */
  void reset();

  /** Asks to be called, on any thread, after each change of {@link #worldJson()}. */
  void onChange(Runnable listener);

  /** Every rollback that the provider carried out: {@code [{at, service, version}]}. */
  JsonArray providerRollbacks();
}
