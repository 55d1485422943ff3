package dev.rollbackbot.sandbox;

import static dev.rollbackbot.sandbox.shared.JsonHelper.copy;
import static dev.rollbackbot.sandbox.shared.JsonHelper.object;

import dev.rollbackbot.sandbox.cloudflare.Backend;
import dev.rollbackbot.sandbox.shared.HttpResponses;
import dev.rollbackbot.sandbox.slack.SlackStandIn;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** {@code /page/…}: what the page and the browser tests read and do. */
final class PageRoutes {
  private static final int MAX_BODY = 500_000;
  private static final String FIRST_USER = "U0REQUESTER";

  private final SlackStandIn slack;
  private final Backend world;
  private final PageEventLog events;
  private final EventStream stream;

  PageRoutes(SlackStandIn slack, Backend world, PageEventLog events) {
    this.slack = slack;
    this.world = world;
    this.events = events;
    this.stream = new EventStream(events);
  }

  boolean handle(Request request, Response response, Callback callback) throws IOException {
    String path = Request.getPathInContext(request);
    if (!path.startsWith("/page/")) {
      return false;
    }
    boolean post = HttpMethod.POST.is(request.getMethod());
    try {
      switch ((post ? "POST " : "GET ") + path) {
        case "GET /page/state" -> HttpResponses.json(response, callback, 200, state(user(request)));
        case "GET /page/events" -> stream.serve(request, response, user(request), callback);
        case "GET /page/inspect" -> HttpResponses.json(response, callback, 200, inspect());
        case "POST /page/act" ->
            HttpResponses.json(response, callback, 200, slack.act(body(request)));
        case "POST /page/faults" ->
            HttpResponses.json(response, callback, 200, fault(body(request)));
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
    return copy(slack.state(user))
        .add("world", world.worldJson())
        .add("transport", slack.transport())
        .build();
  }

  private JsonObject inspect() {
    return copy(slack.inspect())
        .add("providerRollbacks", world.providerRollbacks())
        .add("transport", slack.transport())
        .build();
  }

  private JsonObject fault(JsonObject body) {
    world.setFault(body.getString("id", ""), body.getBoolean("on", true));
    return ok();
  }

  private JsonObject reset() {
    world.reset();
    slack.reset();
    events.publishReset();
    return ok();
  }

  private static JsonObject ok() {
    return object().add("ok", true).build();
  }

  private static JsonObject refused(String why) {
    return object().add("ok", false).add("error", why).build();
  }

  private static String user(Request request) {
    String user = Request.extractQueryParameters(request).getValue("user");
    return user == null || user.isBlank() ? FIRST_USER : user;
  }

  /**
   * The JSON of a request from the page itself. Other sites open in the same browser can't send
   * one: they may post neither this content type nor under this origin.
   */
  private static JsonObject body(Request request) throws IOException {
    String type = header(request, HttpHeader.CONTENT_TYPE.asString());
    String origin = header(request, HttpHeader.ORIGIN.asString());
    if (!type.startsWith("application/json")) {
      throw new IllegalArgumentException("send JSON with Content-Type: application/json");
    }
    if (!origin.isEmpty() && !ownOrigin(origin, header(request, HttpHeader.HOST.asString()))) {
      throw new IllegalArgumentException("requests from other sites are refused");
    }
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] bytes = in.readNBytes(MAX_BODY + 1);
      if (bytes.length > MAX_BODY) {
        throw new IllegalArgumentException("the body is bigger than " + MAX_BODY + " bytes");
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      try (JsonReader reader = Json.createReader(new StringReader(text))) {
        return reader.readObject();
      }
    } catch (JsonException e) {
      throw new IllegalArgumentException("the body must be a JSON object: " + e.getMessage(), e);
    }
  }

  private static boolean ownOrigin(String origin, String host) {
    try {
      return host.equals(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String header(Request request, String name) {
    return Optional.ofNullable(request.getHeaders().get(name)).orElse("");
  }
}
