package dev.rollbackbot.sandbox.played;

import dev.rollbackbot.sandbox.cloudflare.CloudflareStandIn;
import dev.rollbackbot.sandbox.kubernetes.CheckoutState;
import dev.rollbackbot.sandbox.kubernetes.KubernetesStandIn;
import dev.rollbackbot.sandbox.kubernetes.cluster.ApiResource;
import dev.rollbackbot.sandbox.kubernetes.cluster.ObjectKey;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedKind;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedService;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The services of played runbooks, each at the stand-in of its provider. */
record PlayedServices(
    List<PlayedService> services, CloudflareStandIn cloudflare, KubernetesStandIn kubernetes) {
  void begin() {
    cloudflare.add(resources(PlayedKind.WORKER), resources(PlayedKind.PAGES));
    kubernetes.add(services.stream().flatMap(each -> key(each).stream()).toList());
  }

  private List<String> resources(PlayedKind kind) {
    return services.stream()
        .filter(each -> each.kind() == kind)
        .map(PlayedService::resource)
        .toList();
  }

  private static Optional<ObjectKey> key(PlayedService service) {
    Optional<ApiResource> resource =
        switch (service.kind()) {
          case DEPLOYMENT -> Optional.of(ApiResource.DEPLOYMENTS);
          case STATEFUL_SET -> Optional.of(ApiResource.STATEFULSETS);
          case DAEMON_SET -> Optional.of(ApiResource.DAEMONSETS);
          case WORKER, PAGES, OTHER -> Optional.empty();
        };
    int slash = service.resource().indexOf('/');
    return resource
        .filter(_ -> slash > 0)
        .map(kind ->
            new ObjectKey(
                kind,
                service.resource().substring(0, slash),
                service.resource().substring(slash + 1)));
  }

  /** Whether what is live at its provider is good; a service without versions is not. */
  boolean good(PlayedService service) {
    return json(service).map(json -> json.getBoolean("healthy")).orElse(false);
  }

  private Optional<JsonObject> json(PlayedService service) {
    return switch (service.kind()) {
      case WORKER, PAGES -> cloudflare.service(service.resource());
      case DEPLOYMENT, STATEFUL_SET, DAEMON_SET ->
          key(service).flatMap(key -> kubernetes.workload(key).map(now -> json(key, now)));
      case OTHER -> Optional.empty();
    };
  }

  private static JsonObject json(ObjectKey key, CheckoutState now) {
    // Of a DaemonSet the cluster tells other numbers.
    boolean spreading = key.resource() != ApiResource.DAEMONSETS && now.spreading();
    return JsonHelper.object()
        .add("name", key.namespace() + "/" + key.name())
        .add("kind", "deployment")
        .add(
            "live",
            JsonHelper.object()
                .add("label", now.tag())
                .add("id", now.image())
                .add("since", now.since().toString())
                .add("author", "")
                .add("message", now.changeCause()))
        .add("spreading", spreading)
        .add("healthy", now.isGood() && !spreading)
        .build();
  }

  /** For the page; {@code well}: every probe passes, whatever is live; or none does. */
  Stream<JsonObject> json(Optional<Boolean> well) {
    return services.stream()
        .map(service -> {
          Optional<JsonObject> known = json(service);
          boolean healthy = well.orElseGet(() -> good(service));
          return JsonHelper.copy(known.orElse(JsonObject.EMPTY_JSON_OBJECT))
              .add("id", service.resource())
              .add("name", service.id())
              .add("kind", service.kind().name().toLowerCase(java.util.Locale.ROOT))
              .add("healthy", healthy)
              .build();
        });
  }
}
