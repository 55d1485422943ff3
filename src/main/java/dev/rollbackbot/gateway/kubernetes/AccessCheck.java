package dev.rollbackbot.gateway.kubernetes;

import dev.rollbackbot.gateway.CallResult;
import dev.rollbackbot.gateway.CallResult.FailedCall;
import dev.rollbackbot.gateway.CallResult.Success;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Asks a cluster whether the bot's account may do what the rollback of a workload needs. */
final class AccessCheck {
  private static final String PATH = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

  private AccessCheck() {}

  /**
   * One right.
   *
   * @param group "" for the core group
   * @param name of the object; empty: of all
   */
  private record AccessRight(
      String verb, String group, String resource, String namespace, Optional<String> name) {
    String text() {
      return "“%s” on %s%s in the namespace %s"
          .formatted(verb, resource, name.map(n -> " (" + n + ")").orElse(""), namespace);
    }

    JsonObject review() {
      JsonObjectBuilder attributes =
          Json.createObjectBuilder()
              .add("namespace", namespace)
              .add("verb", verb)
              .add("group", group)
              .add("resource", resource);
      name.ifPresent(n -> attributes.add("name", n));
      return Json.createObjectBuilder()
          .add("apiVersion", "authorization.k8s.io/v1")
          .add("kind", "SelfSubjectAccessReview")
          .add("spec", Json.createObjectBuilder().add("resourceAttributes", attributes))
          .build();
    }
  }

  /** {@code resource} is namespace/name. Empty: nothing is missing. */
  static Optional<String> problem(KubernetesClient client, WorkloadKind kind, String resource) {
    for (AccessRight right : needed(kind, resource)) {
      Optional<String> problem = problem(client, right);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Set<AccessRight> needed(WorkloadKind kind, String resource) {
    String[] parts = resource.split("/", 2);
    String namespace = parts[0];
    Optional<String> name = Optional.of(parts[1]);
    Set<AccessRight> rights = new LinkedHashSet<>();
    rights.add(new AccessRight("get", "apps", kind.plural, namespace, name));
    rights.add(new AccessRight("patch", "apps", kind.plural, namespace, name));
    rights.add(new AccessRight("list", "apps", kind.revisions, namespace, Optional.empty()));
    if (kind != WorkloadKind.DEPLOYMENT) {
      rights.add(new AccessRight("list", "", "pods", namespace, Optional.empty()));
    }
    return rights;
  }

  private static Optional<String> problem(KubernetesClient client, AccessRight right) {
    CallResult answer = client.ask(PATH, right.review());
    return switch (answer) {
      case Success success -> {
        JsonObject status = ObjectFields.object(success.body(), "status");
        if (ObjectFields.isTrue(status, "allowed")) {
          yield Optional.empty();
        }
        yield Optional.of(
            ObjectFields.text(status, "evaluationError").isPresent() || status.isEmpty()
                ? "Kubernetes (%s) does not say whether the bot may do %s."
                    .formatted(client.cluster(), right.text())
                : "The bot's account lacks a right in Kubernetes (%s): %s."
                    .formatted(client.cluster(), right.text()));
      }
      case FailedCall failed -> Optional.of(failed.description());
    };
  }
}
