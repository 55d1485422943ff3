package dev.rollbackbot.sandbox.cloudflare;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The provider's API, the deployed sites and the faults. Implementations are thread-safe. */
public interface Backend extends AutoCloseable {
  /**
   * Handles {@code /client/v4/...} {@code /sites/...} and the status page; false, with nothing
   * written, for other paths.
   */
  boolean handle(Request request, Response response, Callback callback) throws Exception;

  /** Services, error rate, faults and the last provider calls, for the page. */
  JsonObject json();

  /** Refuses an unknown id with {@link IllegalArgumentException}, which lists the ids. */
  void setFault(String id, boolean on);

  /**
   * As a person at GitHub does with a workflow run.
   *
   * @param decision {@code approve}, {@code reject} or {@code cancel}
   * @throws IllegalArgumentException if that can't be done with that run now
   */
  default void decideRun(String run, String decision) {
    throw new IllegalArgumentException("There are no workflow runs here.");
  }

  /** True while the fault {@code slack-429} makes Slack answer 429 to everything. */
  boolean slackThrottled();

  /** Restores the state of the start: versions, history, faults, calls. */
  void reset();

  /** Calls a listener, on any thread, after each change of {@link #json()}. */
  void onChange(Runnable listener);

  /** Every rollback that the provider carried out: {@code [{at, service, version}]}. */
  JsonArray providerRollbacks();

  @Override
  void close();
}
