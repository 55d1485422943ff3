package dev.rollbackbot.sandbox.kubernetes.api;

import dev.rollbackbot.sandbox.kubernetes.cluster.Cluster;
import dev.rollbackbot.sandbox.kubernetes.cluster.JsonPaths;
import dev.rollbackbot.sandbox.kubernetes.cluster.ObjectKey;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Lists and watches of the objects of a kind. */
record ObjectLists(Cluster cluster) {
  private static final String METADATA_VERSION = "meta.k8s.io/v1";
  private static final int LONGEST_WATCH = 1800;

  /** The answer for an object: whole, or its metadata only. */
  static JsonObject shown(JsonObject object, AnswerForm form) {
    return form == AnswerForm.METADATA
        ? JsonHelper.object()
            .add("kind", "PartialObjectMetadata")
            .add("apiVersion", METADATA_VERSION)
            .add("metadata", JsonPaths.object(object, "metadata"))
            .build()
        : object;
  }

  /**
   * @param key without a name
   */
  ClusterReply answer(ObjectKey key, ClusterRequest request) {
    Optional<Predicate<JsonObject>> labels =
        LabelSelector.parse(request.parameter("labelSelector"));
    if (labels.isEmpty()) {
      return StatusReplies.badRequest("unable to parse requirement of labelSelector");
    }
    Optional<Predicate<JsonObject>> fields = fields(request.parameter("fieldSelector"));
    if (fields.isEmpty()) {
      return StatusReplies.badRequest("field label not supported");
    }
    Predicate<JsonObject> wanted = labels.get().and(fields.get());
    Supplier<List<JsonObject>> objects =
        () -> cluster.list(key.resource(), key.namespace()).stream().filter(wanted).toList();
    return request.parameter("watch").matches("true|1")
        ? watch(objects, request)
        : list(key, objects.get(), request);
  }

  private ClusterReply watch(Supplier<List<JsonObject>> objects, ClusterRequest request) {
    long since = number(request.parameter("resourceVersion"), 0);
    long seconds = number(request.parameter("timeoutSeconds"), LONGEST_WATCH);
    AnswerForm form = request.form();
    Supplier<List<JsonObject>> present =
        () -> cluster.call(objects).stream().map(each -> shown(each, form)).toList();
    return new ClusterReply.WatchOpened(
        new ObjectWatch(present, since), Duration.ofSeconds(seconds));
  }

  private ClusterReply list(ObjectKey key, List<JsonObject> all, ClusterRequest request) {
    Optional<Integer> from = start(request.parameter("continue"));
    if (from.isEmpty() || from.get() > all.size()) {
      return StatusReplies.expired();
    }
    long limit = number(request.parameter("limit"), 0);
    List<JsonObject> rest = all.subList(from.get(), all.size());
    List<JsonObject> page = limit > 0 ? rest.stream().limit(limit).toList() : rest;
    JsonObjectBuilder metadata =
        JsonHelper.object().add("resourceVersion", String.valueOf(cluster.version()));
    int left = rest.size() - page.size();
    if (left > 0) {
      metadata.add("continue", token(from.get() + page.size())).add("remainingItemCount", left);
    }
    AnswerForm form = request.form();
    JsonArrayBuilder items = JsonHelper.array();
    page.forEach(each -> items.add(shown(each, form)));
    boolean whole = form != AnswerForm.METADATA;
    return ClusterReply.json(
        200,
        JsonHelper.object()
            .add("kind", whole ? key.resource().kind + "List" : "PartialObjectMetadataList")
            .add("apiVersion", whole ? key.resource().apiVersion() : METADATA_VERSION)
            .add("metadata", metadata)
            .add("items", items)
            .build());
  }

  private static Optional<Predicate<JsonObject>> fields(String selector) {
    Predicate<JsonObject> all = object -> true;
    if (selector.isEmpty()) {
      return Optional.of(all);
    }
    for (String each : List.of(selector.split(",", -1))) {
      List<String> parts = List.of(each.replace("==", "=").split("=", -1));
      String field = parts.getFirst();
      if (parts.size() != 2 || !field.matches("metadata\\.(name|namespace)")) {
        return Optional.empty();
      }
      String key = field.substring("metadata.".length());
      all = all.and(object -> JsonPaths.text(object, "metadata", key).equals(parts.get(1)));
    }
    return Optional.of(all);
  }

  private static String token(int start) {
    return Base64.getUrlEncoder()
        .encodeToString(("start=" + start).getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<Integer> start(String token) {
    if (token.isEmpty()) {
      return Optional.of(0);
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      return text.matches("start=\\d{1,6}")
          ? Optional.of(Integer.valueOf(text.substring("start=".length())))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static long number(String text, long otherwise) {
    return text.matches("\\d{1,9}") ? Long.parseLong(text) : otherwise;
  }
}
