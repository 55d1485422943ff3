package dev.rollbackbot.sandbox.kubernetes.api;

import dev.rollbackbot.sandbox.kubernetes.cluster.ApiResource;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the server serves, as clients ask it before anything else. */
final class DiscoveryRoutes {
  private static final String REVIEWS = "authorization.k8s.io";

  private DiscoveryRoutes() {}

  static Optional<ClusterReply> answer(ClusterRequest request) {
    String path = "/" + String.join("/", request.path());
    return switch (path) {
      case "/version" -> Optional.of(ClusterReply.json(200, version()));
      case "/healthz", "/readyz", "/livez" -> Optional.of(ClusterReply.text(200, "ok"));
      case "/api" -> Optional.of(ClusterReply.json(200, coreVersions()));
      case "/apis" -> Optional.of(ClusterReply.json(200, groups()));
      default -> resources(request);
    };
  }

  private static Optional<ClusterReply> resources(ClusterRequest request) {
    boolean core = request.segment(0).equals("api") && request.path().size() == 2;
    boolean named = request.segment(0).equals("apis") && request.path().size() == 3;
    if (!core && !named) {
      return Optional.empty();
    }
    String group = core ? "" : request.segment(1);
    String version = core ? request.segment(1) : request.segment(2);
    if (group.equals(REVIEWS) && version.equals("v1")) {
      return Optional.of(ClusterReply.json(200, reviews()));
    }
    List<ApiResource> found =
        Arrays.stream(ApiResource.values())
            .filter(each -> each.group.equals(group) && each.version.equals(version))
            .toList();
    return Optional.of(
        found.isEmpty() ? StatusReplies.noResource() : ClusterReply.json(200, resourceList(found)));
  }

  private static JsonObject version() {
    return JsonHelper.object()
        .add("major", "1")
        .add("minor", "32")
        .add("gitVersion", "v1.32.4")
        .add("platform", "linux/amd64")
        .build();
  }

  private static JsonObject coreVersions() {
    return JsonHelper.object()
        .add("kind", "APIVersions")
        .add("versions", JsonHelper.array().add("v1"))
        .build();
  }

  private static JsonObject groups() {
    Map<String, String> versions = new LinkedHashMap<>();
    for (ApiResource each : ApiResource.values()) {
      if (!each.group.isEmpty()) {
        versions.put(each.group, each.version);
      }
    }
    versions.put(REVIEWS, "v1");
    JsonArrayBuilder groups = JsonHelper.array();
    versions.forEach((group, version) -> {
      JsonObject each =
          JsonHelper.object()
              .add("groupVersion", group + "/" + version)
              .add("version", version)
              .build();
      groups.add(
          JsonHelper.object()
              .add("name", group)
              .add("versions", JsonHelper.array().add(each))
              .add("preferredVersion", each));
    });
    return JsonHelper.object()
        .add("kind", "APIGroupList")
        .add("apiVersion", "v1")
        .add("groups", groups)
        .build();
  }

  private static JsonObject resourceList(List<ApiResource> found) {
    JsonArrayBuilder resources = JsonHelper.array();
    for (ApiResource each : found) {
      JsonObjectBuilder resource =
          JsonHelper.object()
              .add("name", each.plural)
              .add("singularName", each.kind.toLowerCase(Locale.ROOT))
              .add("namespaced", each.namespaced())
              .add("kind", each.kind)
              .add("verbs", JsonHelper.strings(List.of("get", "list", "patch", "watch")));
      if (!each.shortName.isEmpty()) {
        resource.add("shortNames", JsonHelper.array().add(each.shortName));
      }
      resources.add(resource);
    }
    return list(found.getFirst().apiVersion(), resources);
  }

  private static JsonObject reviews() {
    return list(
        REVIEWS + "/v1",
        JsonHelper.array()
            .add(
                JsonHelper.object()
                    .add("name", "selfsubjectaccessreviews")
                    .add("singularName", "selfsubjectaccessreview")
                    .add("namespaced", false)
                    .add("kind", "SelfSubjectAccessReview")
                    .add("verbs", JsonHelper.array().add("create"))));
  }

  private static JsonObject list(String groupVersion, JsonArrayBuilder resources) {
    return JsonHelper.object()
        .add("kind", "APIResourceList")
        .add("apiVersion", "v1")
        .add("groupVersion", groupVersion)
        .add("resources", resources)
        .build();
  }
}
