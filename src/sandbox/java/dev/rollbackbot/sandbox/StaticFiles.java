package dev.rollbackbot.sandbox;

import dev.rollbackbot.sandbox.shared.HttpResponses;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The page's files, from the class path. A permalink and a workflow run's address open the page.
 */
final class StaticFiles {
  private static final String ROOT = "/sandbox/page";
  private static final Pattern SAFE = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");

  /** Where people see a workflow run; the page shows it. */
  private static final Pattern RUN = Pattern.compile("/github/[^/]+/[^/]+/actions/runs/[0-9]+");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2",
          "txt", "text/plain; charset=utf-8");

  boolean handle(Request request, Response response, Callback callback) throws IOException {
    boolean reading =
        HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
    String path = Request.getPathInContext(request);
    boolean page = path.equals("/") || path.startsWith("/archives/") || RUN.matcher(path).matches();
    String file = page ? "/index.html" : path;
    if (!reading || !SAFE.matcher(file).matches()) {
      return false;
    }
    String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
    if (type == null) {
      return false;
    }
    try (InputStream in = StaticFiles.class.getResourceAsStream(ROOT + file)) {
      if (in == null) {
        return false;
      }
      response.getHeaders().put("X-Content-Type-Options", "nosniff");
      response
          .getHeaders()
          .put(
              "Content-Security-Policy",
              "default-src 'self'; img-src 'self' data: https:; style-src 'self' 'unsafe-inline'");
      HttpResponses.bytes(response, callback, 200, type, in.readAllBytes());
      return true;
    }
  }
}
