package dev.rollbackbot.sandbox.shop;

import dev.rollbackbot.sandbox.shared.HttpRequests;
import dev.rollbackbot.sandbox.shared.HttpResponses;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.shared.RecentEntries;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The feature flag {@code new-checkout} in Unleash, as far as its admin API switches it in the
 * environment {@code production} and reads it. It was switched on with the bad release.
 * Thread-safe.
 */
final class FlagStandIn {
  static final String NAME = "new-checkout";

  private static final int MAX_CALLS = 100;
  private static final Duration ON_FOR = Duration.ofMinutes(30);
  private static final String ENVIRONMENT =
      "/api/admin/projects/default/features/" + NAME + "/environments/production";

  private final String prefix;
  private final String token;
  private final InstantSource clock;
  private final Set<ShopFault> faults = EnumSet.noneOf(ShopFault.class);
  private final RecentEntries calls = new RecentEntries(MAX_CALLS);
  private boolean enabled;
  private Instant since;

  FlagStandIn(String prefix, String token, InstantSource clock) {
    this.prefix = prefix;
    this.token = token;
    this.clock = clock;
    enabled = true;
    since = clock.instant().minus(ON_FOR);
  }

  /** False, with nothing written, for paths without the prefix. */
  boolean handle(Request request, Response response, Callback callback) {
    String path = request.getHttpURI().getCanonicalPath();
    if (!path.startsWith(prefix + "/")) {
      return false;
    }
    boolean allowed = HttpRequests.header(request, "Authorization").equals(token);
    boolean changes = request.getMethod().equals("POST");
    FlagAnswer answer =
        allowed
            ? answer(request.getMethod() + " " + path.substring(prefix.length()))
            : new FlagAnswer(401, error("AuthenticationRequired", "You must log in"));
    boolean lost = answer.status() == 200 && changes && takes(ShopFault.FLAG_LOSE_ANSWER_ONCE);
    calls.add(
        JsonHelper.object()
            .add("at", clock.instant().toString())
            .add("method", request.getMethod())
            .add("path", path)
            .add("status", lost ? 0 : answer.status())
            .build());
    if (lost) {
      request.getConnectionMetaData().getConnection().getEndPoint().close();
      callback.failed(new EofException("connection closed by the fault"));
    } else {
      HttpResponses.json(response, callback, answer.status(), answer.body());
    }
    return true;
  }

  private record FlagAnswer(int status, JsonObject body) {}

  private synchronized FlagAnswer answer(String call) {
    if (faults.contains(ShopFault.FLAG_DOWN)) {
      return new FlagAnswer(503, error("InternalError", "Service unavailable"));
    }
    if (call.equals("GET " + ENVIRONMENT)) {
      return new FlagAnswer(
          200,
          JsonHelper.object()
              .add("name", "production")
              .add("type", "production")
              .add("enabled", enabled)
              .add("strategies", JsonHelper.array())
              .build());
    }
    boolean on = call.equals("POST " + ENVIRONMENT + "/on");
    if (!on && !call.equals("POST " + ENVIRONMENT + "/off")) {
      return new FlagAnswer(404, error("NotFoundError", "The path was not found"));
    }
    if (faults.contains(ShopFault.FLAG_REFUSES)) {
      return new FlagAnswer(403, error("NoAccessError", "You need a permission to do this"));
    }
    put(on);
    return new FlagAnswer(200, JsonHelper.object().build());
  }

  private static JsonObject error(String name, String message) {
    return JsonHelper.object().add("name", name).add("message", message).build();
  }

  private synchronized boolean takes(ShopFault fault) {
    return faults.remove(fault);
  }

  synchronized void put(boolean on) {
    if (on != enabled) {
      enabled = on;
      since = clock.instant();
    }
  }

  synchronized boolean enabled() {
    return enabled;
  }

  synchronized boolean isOn(ShopFault fault) {
    return faults.contains(fault);
  }

  synchronized void set(ShopFault fault, boolean on) {
    if (on) {
      faults.add(fault);
    } else {
      faults.remove(fault);
    }
  }

  synchronized JsonObject json() {
    return JsonHelper.object()
        .add("id", NAME)
        .add("on", enabled)
        .add("since", since.toString())
        .build();
  }

  JsonArray calls() {
    return calls.json();
  }

  synchronized void reset() {
    faults.clear();
    calls.clear();
    enabled = true;
    since = clock.instant().minus(ON_FOR);
  }
}
