package dev.rollbackbot.sandbox.cloudflare;

import java.util.List;
import java.util.Map;

/**
 * A request as the stand-ins need it.
 *
 * @param path segments below the stand-in's own prefix, decoded
 * @param query the first value of each parameter
 * @param authorization empty if the header is absent
 * @param host the name by which the caller reached us, without the port
 */
record Call(
    String method,
    List<String> path,
    Map<String, String> query,
    String authorization,
    String host,
    String body) {

  Call {
    path = List.copyOf(path);
    query = Map.copyOf(query);
  }

  boolean is(String wanted) {
    return method.equals(wanted);
  }

  boolean asks(String parameter) {
    return "true".equals(query.get(parameter));
  }

  /** The same call as the next router down sees it. */
  Call below(int segments) {
    return new Call(method, path.subList(segments, path.size()), query, authorization, host, body);
  }
}
