package dev.rollbackbot.sandbox.kubernetes.api;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A request to the API server.
 *
 * @param path decoded segments
 * @param query the first value of each parameter
 * @param body at most {@link #LARGEST_BODY} bytes; one character for each byte in {@link #PROTOBUF}
 */
public record ClusterRequest(
    String method,
    List<String> path,
    Map<String, String> query,
    String authorization,
    String contentType,
    String accept,
    String userAgent,
    String body) {
  /** A larger one is refused with 413. */
  public static final int LARGEST_BODY = 3 * 1024 * 1024;

  /** A type of bodies that are no text. */
  public static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

  public ClusterRequest {
    path = List.copyOf(path);
    query = Map.copyOf(query);
  }

  boolean is(String expected) {
    return method.equals(expected);
  }

  String parameter(String name) {
    return query.getOrDefault(name, "");
  }

  /** A segment of the path, "" if there is none. */
  String segment(int index) {
    return index < path.size() ? path.get(index) : "";
  }

  /** The type of the body without its parameters. */
  String bodyType() {
    return contentType.replaceFirst(";.*", "").strip();
  }

  /** What the answer may be, the first choice first; everything is JSON. */
  AnswerForm form() {
    for (String each : Arrays.asList(accept.split(","))) {
      String type = each.replace(" ", "");
      boolean json = type.startsWith("application/json");
      if (json && type.contains("as=PartialObjectMetadata")) {
        return AnswerForm.METADATA;
      }
      boolean plain = json && !type.contains("as=");
      if (plain || type.startsWith("*/*") || type.startsWith("application/*") || type.isEmpty()) {
        return AnswerForm.OBJECT;
      }
    }
    return AnswerForm.NOT_ACCEPTABLE;
  }
}
