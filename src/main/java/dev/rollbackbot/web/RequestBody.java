package dev.rollbackbot.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;

/** Reads requests within bounds. */
final class RequestBody {
  /** How much of a body that is too large is read and dropped, so that its sender gets the 413. */
  private static final int DRAINED = 4 * 1024 * 1024;

  private RequestBody() {}

  /** Empty: the body is too large. */
  static Optional<byte[]> read(Request request, int mostBytes) throws IOException {
    if (request.getLength() > mostBytes + DRAINED) {
      return Optional.empty();
    }
    try (InputStream input = Request.asInputStream(request)) {
      byte[] all = input.readNBytes(mostBytes + 1);
      if (all.length <= mostBytes) {
        return Optional.of(all);
      }
      // A client that is still sending would miss the response.
      input.skip(DRAINED);
      return Optional.empty();
    }
  }

  static Map<String, List<String>> headers(Request request) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers
          .computeIfAbsent(field.getName(), _ -> new ArrayList<>())
          .add(Objects.requireNonNullElse(field.getValue(), ""));
    }
    return headers;
  }
}
