package dev.rollbackbot.sandbox.shared;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

public final class HttpRequests {
  private HttpRequests() {}

  /** The whole body; empty if it is larger than {@code max} bytes. */
  public static Optional<byte[]> body(Request request, int max) throws IOException {
    try (InputStream in = Content.Source.asInputStream(request)) {
      return Optional.of(in.readNBytes(max + 1)).filter(body -> body.length <= max);
    }
  }

  /** Returns "" if the header is absent. */
  public static String header(Request request, String name) {
    return Optional.ofNullable(request.getHeaders().get(name)).orElse("");
  }
}
