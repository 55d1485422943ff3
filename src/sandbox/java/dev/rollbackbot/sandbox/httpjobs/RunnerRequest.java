package dev.rollbackbot.sandbox.httpjobs;

import dev.rollbackbot.sandbox.shared.HttpRequests;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/**
 * A request as the services see it.
 *
 * @param path the segments below the service, decoded one by one
 * @param headers by name in lower case
 */
record RunnerRequest(
    String method,
    List<String> path,
    Map<String, String> query,
    Map<String, String> headers,
    String body) {
  private static final int LARGEST_BODY = 1_000_000;

  static RunnerRequest read(Request request, String prefix) throws IOException {
    String path = request.getHttpURI().getCanonicalPath().substring(prefix.length());
    List<String> segments =
        Arrays.stream(path.split("/"))
            .filter(each -> !each.isEmpty())
            .map(each -> URLDecoder.decode(each.replace("+", "%2B"), StandardCharsets.UTF_8))
            .toList();
    Map<String, String> query = new HashMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      query.put(field.getName(), field.getValue());
    }
    Map<String, String> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers.put(field.getName().toLowerCase(Locale.ROOT), field.getValue());
    }
    byte[] body = HttpRequests.body(request, LARGEST_BODY).orElse(new byte[0]);
    return new RunnerRequest(
        request.getMethod(), segments, query, headers, new String(body, StandardCharsets.UTF_8));
  }

  /** Whether the method and the path are these; {@code *} is any one segment. */
  boolean is(String wanted, String... segments) {
    if (!method.equals(wanted) || segments.length != path.size()) {
      return false;
    }
    for (int i = 0; i < segments.length; i++) {
      if (!segments[i].equals("*") && !segments[i].equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  JsonObject json() {
    return JsonHelper.parseObject(body).orElse(JsonValue.EMPTY_JSON_OBJECT);
  }

  Map<String, String> form() {
    Map<String, String> fields = new HashMap<>();
    if (header("content-type").startsWith("application/x-www-form-urlencoded")) {
      for (String pair : body.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        }
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
