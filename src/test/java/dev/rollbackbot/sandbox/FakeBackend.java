package dev.rollbackbot.sandbox;

import dev.rollbackbot.sandbox.cloudflare.Backend;
import dev.rollbackbot.sandbox.shared.HttpResponses;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A backend with faults only. */
final class FakeBackend implements Backend {
  private final Set<String> on = new TreeSet<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!Request.getPathInContext(request).startsWith("/sites/")) {
      return false;
    }
    HttpResponses.text(response, callback, 200, "a site");
    return true;
  }

  @Override
  public synchronized JsonObject json() {
    return Json.createObjectBuilder()
        .add("services", JsonValue.EMPTY_JSON_ARRAY)
        .add("faults", Json.createArrayBuilder(on))
        .build();
  }

  @Override
  public void setFault(String id, boolean switchedOn) {
    synchronized (this) {
      if (!id.contains("-")) {
        throw new IllegalArgumentException("there is no fault " + id);
      }
      boolean _ = switchedOn ? on.add(id) : on.remove(id);
    }
    listeners.forEach(Runnable::run);
  }

  @Override
  public synchronized boolean slackThrottled() {
    return on.contains("slack-429");
  }

  @Override
  public synchronized void reset() {
    on.clear();
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public JsonArray providerRollbacks() {
    return JsonValue.EMPTY_JSON_ARRAY;
  }

  @Override
  public void close() {}
}
