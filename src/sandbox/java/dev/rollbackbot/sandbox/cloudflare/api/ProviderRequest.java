package dev.rollbackbot.sandbox.cloudflare.api;

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
public record ProviderRequest(
    String method,
    List<String> path,
    Map<String, String> query,
    String authorization,
    String host,
    String body) {

  public ProviderRequest {
    path = List.copyOf(path);
    query = Map.copyOf(query);
  }

  public boolean is(String wanted) {
    return method.equals(wanted);
  }

  boolean asks(String parameter) {
    return "true".equals(query.get(parameter));
  }

  /** The same call as the next router down sees it. */
  ProviderRequest below(int segments) {
    return new ProviderRequest(
        method, path.subList(segments, path.size()), query, authorization, host, body);
  }
}
