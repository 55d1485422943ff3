package dev.rollbackbot.gateway.kubernetes;

import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.incident.rollback.Outcome;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a workload, its revisions, and its pods where they tell more than its status. */
record WorkloadReader(KubernetesClient client, WorkloadKind kind, RateLimitBudget budget) {
  /** What Kubernetes allows in names, so that nothing changes a path. */
  private static final Pattern NAMESPACED =
      Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?/[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

  private static final int PER_PAGE = 50;
  private static final int MAX_PAGES = 40;
  private static final String METADATA = "metadata";
  private static final String POD_REVISION = "controller-revision-hash";

  Workload read(String resource) throws ProviderReadException {
    JsonObject object = client.read(path(kind.plural, resource), budget);
    String uid =
        ObjectFields.text(object, METADATA, "uid")
            .orElseThrow(() -> KubernetesClient.unreadable("the object has no uid"));
    if (ObjectFields.object(object, "spec", "template").isEmpty()) {
      throw KubernetesClient.unreadable("the object has no template");
    }
    List<Revision> revisions =
        list(collection("apps/v1", kind.revisions, resource), selector(object), false).stream()
            .filter(each -> isOwned(each, uid))
            .flatMap(each -> Revision.of(kind, each).stream())
            .sorted(Revision.NEWEST_FIRST)
            .toList();
    Workload workload = new Workload(kind, resource, object, revisions, Map.of());
    Map<String, Long> pods = workload.replaced() ? Map.of() : pods(workload, uid);
    return new Workload(kind, resource, object, revisions, pods);
  }

  /** A selector may match what belongs to another object. */
  private static boolean isOwned(JsonObject object, String uid) {
    return ObjectFields.objects(object, METADATA, "ownerReferences").stream()
        .anyMatch(owner ->
            ObjectFields.isTrue(owner, "controller")
                && ObjectFields.text(owner, "uid").equals(Optional.of(uid)));
  }

  private Map<String, Long> pods(Workload workload, String uid) throws ProviderReadException {
    Map<String, Long> counts = new LinkedHashMap<>();
    switch (kind) {
      case DEPLOYMENT -> {
        for (Revision each : workload.revisions()) {
          counts.put(each.name(), ObjectFields.number(each.object(), "status", "replicas"));
        }
      }
      case STATEFUL_SET, DAEMON_SET -> {
        String pods = collection("v1", "pods", workload.resource());
        for (JsonObject pod : list(pods, selector(workload.object()), true)) {
          Optional<String> label = ObjectFields.text(pod, METADATA, "labels", POD_REVISION);
          if (label.isPresent() && isOwned(pod, uid)) {
            String name =
                workload.revisions().stream()
                    .filter(revision -> revision.isNamed(label.get()))
                    .map(Revision::name)
                    .findFirst()
                    .orElse(label.get());
            counts.merge(name, 1L, Long::sum);
          }
        }
      }
    }
    return counts;
  }

  private List<JsonObject> list(String collection, String selector, boolean metadataOnly)
      throws ProviderReadException {
    List<JsonObject> items = new ArrayList<>();
    String next = "";
    for (int page = 0; page < MAX_PAGES; page++) {
      String path =
          "%s?labelSelector=%s&limit=%d%s"
              .formatted(
                  collection,
                  encoded(selector),
                  PER_PAGE,
                  next.isEmpty() ? "" : "&continue=" + next);
      JsonObject list =
          metadataOnly ? client.readMetadata(path, budget) : client.read(path, budget);
      if (!(list.get("items") instanceof JsonArray)) {
        throw KubernetesClient.unreadable("there is no list in it");
      }
      items.addAll(ObjectFields.objects(list, "items"));
      next = ObjectFields.text(list, METADATA, "continue").map(WorkloadReader::encoded).orElse("");
      if (next.isEmpty()) {
        return items;
      }
    }
    throw KubernetesClient.unreadable("the list has more than " + MAX_PAGES + " pages");
  }

  /** Both forms of a selector, as a query takes them. */
  private static String selector(JsonObject object) throws ProviderReadException {
    JsonObject selector = ObjectFields.object(object, "spec", "selector");
    Stream<String> equal =
        ObjectFields.object(selector, "matchLabels").entrySet().stream()
            .filter(e -> e.getValue() instanceof JsonString)
            .map(e -> e.getKey() + "=" + ((JsonString) e.getValue()).getString());
    Stream<String> expressions =
        ObjectFields.objects(selector, "matchExpressions").stream().map(WorkloadReader::expression);
    String text = Stream.concat(equal, expressions).collect(Collectors.joining(","));
    if (text.isEmpty()) {
      throw KubernetesClient.unreadable("the object has no selector");
    }
    return text;
  }

  private static String expression(JsonObject expression) {
    String key = ObjectFields.text(expression, "key").orElse("");
    String values =
        expression.get("values") instanceof JsonArray array
            ? array.stream()
                .filter(JsonString.class::isInstance)
                .map(value -> ((JsonString) value).getString())
                .collect(Collectors.joining(",", "(", ")"))
            : "()";
    return switch (ObjectFields.text(expression, "operator").orElse("")) {
      case "In" -> key + " in " + values;
      case "NotIn" -> key + " notin " + values;
      case "DoesNotExist" -> "!" + key;
      default -> key;
    };
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String path(String plural, String resource) throws ProviderReadException {
    return collection("apps/v1", plural, resource)
        + "/"
        + resource.substring(resource.indexOf('/') + 1);
  }

  private static String collection(String version, String plural, String resource)
      throws ProviderReadException {
    if (!NAMESPACED.matcher(resource).matches()) {
      throw new ProviderReadException(
          Outcome.FailureKind.REFUSED,
          "bad-name",
          "“%s” is no namespace/name of Kubernetes.".formatted(resource));
    }
    String root = version.equals("v1") ? "/api/v1" : "/apis/" + version;
    return root + "/namespaces/" + resource.substring(0, resource.indexOf('/')) + "/" + plural;
  }
}
