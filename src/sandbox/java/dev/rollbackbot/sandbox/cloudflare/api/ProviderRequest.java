package dev.rollbackbot.sandbox.cloudflare.api;

import java.util.List;
import java.util.Map;

/**
 * A request to a stand-in.
 *
 * @param path decoded segments below the prefix
 * @param query the first value of each parameter
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

  public boolean is(String expected) {
    return method.equals(expected);
  }

  boolean asks(String parameter) {
    return "true".equals(query.get(parameter));
  }

  /** A segment of the path, "" if there is none. */
  public String segment(int index) {
    return index < path.size() ? path.get(index) : "";
  }

  ProviderRequest below(int segments) {
    return new ProviderRequest(
        method, path.subList(segments, path.size()), query, authorization, host, body);
  }

  /** 0, which is out of every range, for a value that is not a number. */
  int number(String parameter, int otherwise) {
    String value = query.getOrDefault(parameter, String.valueOf(otherwise));
    return value.matches("\\d{1,6}") ? Integer.parseInt(value) : 0;
  }
}
