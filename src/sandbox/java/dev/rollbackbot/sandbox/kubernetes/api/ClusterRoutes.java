package dev.rollbackbot.sandbox.kubernetes.api;

import dev.rollbackbot.sandbox.kubernetes.cluster.AccessRights;
import dev.rollbackbot.sandbox.kubernetes.cluster.ApiResource;
import dev.rollbackbot.sandbox.kubernetes.cluster.Cluster;
import dev.rollbackbot.sandbox.kubernetes.cluster.ClusterFault;
import dev.rollbackbot.sandbox.kubernetes.cluster.ClusterFaults;
import dev.rollbackbot.sandbox.kubernetes.cluster.ClusterTimings;
import dev.rollbackbot.sandbox.kubernetes.cluster.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The REST API: authentication, rights and routing. */
public final class ClusterRoutes {
  private static final String REVIEWS = "apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  private static final int BUSY_SECONDS = 1;

  private final Supplier<String> token;
  private final Cluster cluster;
  private final ClusterFaults faults;
  private final AccessRights rights;
  private final ObjectLists lists;
  private final PatchRoutes patches;

  /**
   * @param token the valid one at present; it may change
   */
  public ClusterRoutes(
      Supplier<String> token,
      Cluster cluster,
      ClusterFaults faults,
      AccessRights rights,
      ClusterTimings timings) {
    this.token = token;
    this.cluster = cluster;
    this.faults = faults;
    this.rights = rights;
    lists = new ObjectLists(cluster);
    patches = new PatchRoutes(cluster, faults, timings);
  }

  public ClusterReply answer(ClusterRequest request) {
    if (faults.isOn(ClusterFault.API_DOWN)) {
      // The proxy of a server that is down answers without a Status.
      return ClusterReply.text(503, "no healthy upstream\n");
    }
    if (faults.isOn(ClusterFault.API_BUSY)) {
      return ClusterReply.retryAfter(
          ClusterReply.text(429, "Too many requests, please try again later.\n"), BUSY_SECONDS);
    }
    if (!authentic(request.authorization())) {
      return StatusReplies.unauthorized();
    }
    if (String.join("/", request.path()).equals(REVIEWS)) {
      return request.is("POST")
          ? AccessReviews.answer(request, rights)
          : StatusReplies.methodNotAllowed();
    }
    return DiscoveryRoutes.answer(request).orElseGet(() -> cluster.call(() -> object(request)));
  }

  /** {@link #answer}, for a body that was too large to be read. */
  public static ClusterReply tooLarge() {
    return StatusReplies.tooLarge();
  }

  private ClusterReply object(ClusterRequest request) {
    return target(request).map(key -> at(key, request)).orElseGet(() -> unknown(request));
  }

  /** Paths of no group get a plain text. */
  private static ClusterReply unknown(ClusterRequest request) {
    return request.segment(0).matches("apis?")
        ? StatusReplies.noResource()
        : ClusterReply.text(404, "404 page not found\n");
  }

  private ClusterReply at(ObjectKey key, ClusterRequest request) {
    Optional<String> verb = verb(key, request);
    if (verb.isEmpty()) {
      return StatusReplies.methodNotAllowed();
    }
    if (!rights.allows(verb.get(), key.resource().group, key.resource().plural)) {
      return StatusReplies.forbidden(verb.get(), key);
    }
    AnswerForm form = request.form();
    if (form == AnswerForm.NOT_ACCEPTABLE) {
      return StatusReplies.notAcceptable();
    }
    return switch (verb.get()) {
      case "list", "watch" -> lists.answer(key, request);
      case "patch" -> patches.patch(key, request);
      case "delete" -> delete(key);
      default ->
          cluster
              .get(key)
              .map(object -> ClusterReply.json(200, ObjectLists.shown(object, form)))
              .orElseGet(() -> StatusReplies.notFound(key));
    };
  }

  private ClusterReply delete(ObjectKey key) {
    if (cluster.get(key).isEmpty()) {
      return StatusReplies.notFound(key);
    }
    cluster.deletePod(key);
    return ClusterReply.json(200, StatusReplies.success(key));
  }

  private static Optional<String> verb(ObjectKey key, ClusterRequest request) {
    boolean one = !key.name().isEmpty();
    return switch (request.method()) {
      case "GET" ->
          Optional.of(
              one ? "get" : request.parameter("watch").matches("true|1") ? "watch" : "list");
      case "PATCH" ->
          one && key.resource() != ApiResource.PODS ? Optional.of("patch") : Optional.empty();
      case "DELETE" ->
          one && key.resource() == ApiResource.PODS ? Optional.of("delete") : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** {@code /api/v1/…} or {@code /apis/group/version/…}, in a namespace or not. */
  private static Optional<ObjectKey> target(ClusterRequest request) {
    boolean core = request.segment(0).equals("api");
    int prefix = core ? 2 : 3;
    List<String> path = request.path();
    if (path.size() <= prefix || !request.segment(0).matches("apis?")) {
      return Optional.empty();
    }
    String group = core ? "" : request.segment(1);
    String version = request.segment(prefix - 1);
    List<String> rest = path.subList(prefix, path.size());
    boolean namespaced = rest.getFirst().equals("namespaces") && rest.size() > 2;
    String namespace = namespaced ? rest.get(1) : "";
    List<String> object = namespaced ? rest.subList(2, rest.size()) : rest;
    if (object.size() > 2) {
      return Optional.empty();
    }
    String name = object.size() == 2 ? object.get(1) : "";
    return ApiResource.of(group, version, object.getFirst())
        .filter(each -> each.namespaced() || !namespaced)
        .filter(each -> !each.namespaced() || namespaced || name.isEmpty())
        .map(each -> new ObjectKey(each, namespace, name));
  }

  private boolean authentic(String authorization) {
    return MessageDigest.isEqual(
        authorization.getBytes(StandardCharsets.UTF_8),
        ("Bearer " + token.get()).getBytes(StandardCharsets.UTF_8));
  }
}
