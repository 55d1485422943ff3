package dev.rollbackbot.sandbox;

import dev.rollbackbot.sandbox.cloudflare.Backend;
import dev.rollbackbot.sandbox.shared.HttpRequests;
import dev.rollbackbot.sandbox.shared.HttpResponses;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.SlackStandIn;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** {@code /page/…}: the API of the page and of the browser tests. */
record PageRoutes(SlackStandIn slack, Backend backend, PageEventLog events) {
  private static final int MAX_BODY = 500_000;
  private static final String FIRST_USER = "U0REQUESTER";

  boolean handle(Request request, Response response, Callback callback) throws IOException {
    String path = Request.getPathInContext(request);
    if (!path.startsWith("/page/")) {
      return false;
    }
    boolean post = HttpMethod.POST.is(request.getMethod());
    try {
      switch ((post ? "POST " : "GET ") + path) {
        case "GET /page/state" -> HttpResponses.json(response, callback, 200, state(user(request)));
        case "GET /page/events" ->
            new EventStream(events, backend::json)
                .serve(request, response, user(request), callback);
        case "GET /page/inspect" -> HttpResponses.json(response, callback, 200, inspect());
        case "POST /page/act" ->
            HttpResponses.json(response, callback, 200, slack.act(body(request)));
        case "POST /page/faults" ->
            HttpResponses.json(response, callback, 200, fault(body(request)));
        case "POST /page/runs" -> HttpResponses.json(response, callback, 200, run(body(request)));
        case "POST /page/reset" -> {
          body(request);
          HttpResponses.json(response, callback, 200, reset());
        }
        default -> HttpResponses.json(response, callback, 404, refused("there is no " + path));
      }
    } catch (IllegalArgumentException e) {
      HttpResponses.json(response, callback, 400, refused(String.valueOf(e.getMessage())));
    }
    return true;
  }

  private JsonObject state(String user) {
    return JsonHelper.copy(slack.state(user))
        .add("backend", backend.json())
        .add("transport", slack.transport())
        .build();
  }

  private JsonObject inspect() {
    return JsonHelper.copy(slack.inspect())
        .add("providerRollbacks", backend.providerRollbacks())
        .add("transport", slack.transport())
        .build();
  }

  private JsonObject fault(JsonObject body) {
    backend.setFault(body.getString("id", ""), body.getBoolean("on", true));
    return ok();
  }

  private JsonObject run(JsonObject body) {
    backend.decideRun(body.getString("id", ""), body.getString("decision", ""));
    return ok();
  }

  private JsonObject reset() {
    backend.reset();
    slack.reset();
    events.publishReset();
    return ok();
  }

  private static JsonObject ok() {
    return JsonHelper.object().add("ok", true).build();
  }

  private static JsonObject refused(String why) {
    return JsonHelper.object().add("ok", false).add("error", why).build();
  }

  private static String user(Request request) {
    String user = Request.extractQueryParameters(request).getValue("user");
    return user == null || user.isBlank() ? FIRST_USER : user;
  }

  /** Refuses requests from other sites: they can send neither this content type nor this origin. */
  private static JsonObject body(Request request) throws IOException {
    String type = HttpRequests.header(request, "Content-Type");
    String origin = HttpRequests.header(request, "Origin");
    if (!type.startsWith("application/json")) {
      throw new IllegalArgumentException("send JSON with Content-Type: application/json");
    }
    if (!origin.isEmpty() && !ownOrigin(origin, HttpRequests.header(request, "Host"))) {
      throw new IllegalArgumentException("requests from other sites are refused");
    }
    byte[] bytes =
        HttpRequests.body(request, MAX_BODY)
            .orElseThrow(() ->
                new IllegalArgumentException("the body is bigger than " + MAX_BODY + " bytes"));
    return JsonHelper.parseObject(new String(bytes, StandardCharsets.UTF_8))
        .orElseThrow(() -> new IllegalArgumentException("the body must be a JSON object"));
  }

  private static boolean ownOrigin(String origin, String host) {
    try {
      return host.equals(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
